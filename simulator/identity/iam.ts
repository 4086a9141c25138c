import { agencyDomain, ownDomain } from '../account.ts';
import {
  dbsErrorBody,
  dbsErrors,
  type ErrorTable,
  type GatewayError,
  identityErrors,
} from '../errors.ts';
import type { SimulatedProject } from '../options.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';
import { agencyLogin, asksForAgency } from './agency.ts';
import { listVersions, showCatalogue, showVersion } from './discovery.ts';
import { login } from './login.ts';
import { oidcLogin } from './oidc.ts';
import { projectsOfDomain } from './scope.ts';
import { keysForAgency, keysForToken } from './temporary-keys.ts';
import { checkToken, revokeToken } from './tokens.ts';

/** IAM, by the OTC pages on tokens, projects, domains, versions and the catalogue; its errors have Keystone's shape. */
export const iam: ServiceDescription = {
  id: 'iam',
  host: 'iam',
  title: 'Identity and Access Management',
  errors: iamErrors(),
  errorBody: ({ status, message }) => keystoneError(status, message),
  gatewayErrorBody: (error: GatewayError) => keystoneError(error.status, error.message),
  routes: [
    { ...documentedRoute('versions', 'GET /', listVersions), anonymous: true },
    { ...documentedRoute('versions', 'GET /v3', showVersion), anonymous: true },
    documentedRoute('catalogue', 'GET /v3/auth/catalog', showCatalogue),
    documentedRoute('domains', 'GET /v3/auth/domains', listDomains),
    documentedRoute('projects', 'GET /v3/projects', listProjects),
    documentedRoute('projects', 'GET /v3/auth/projects', listProjects),
    {
      ...documentedRoute('agency-login', 'POST /v3/auth/tokens', agencyLogin),
      means: asksForAgency,
    },
    { ...documentedRoute('login', 'POST /v3/auth/tokens', login), anonymous: true },
    documentedRoute('check-token', 'GET /v3/auth/tokens', checkToken),
    documentedRoute('check-token', 'HEAD /v3/auth/tokens', checkToken),
    documentedRoute('revoke-token', 'DELETE /v3/auth/tokens', revokeToken),
  ],
  instances: [],
};

const keys = 'POST /v3.0/OS-CREDENTIAL/securitytokens';

/** The part of IAM that Keystone does not have, below /v3.0; its errors carry codes. */
export const iamExtensions: ServiceDescription = {
  ...iam,
  errorBody: dbsErrorBody,
  gatewayErrorBody: ({ status, message }) =>
    status === 401
      ? { error_code: identityErrors.unauthorized.code, error_msg: message }
      : undefined,
  routes: [
    {
      ...documentedRoute('oidc-login', 'POST /v3.0/OS-AUTH/id-token/tokens', oidcLogin),
      anonymous: true,
    },
    { ...documentedRoute('temporary-keys', keys, keysForAgency), means: asksForAgency },
    { ...documentedRoute('temporary-keys', keys, keysForToken), anonymous: true },
  ],
};

function iamErrors(): ErrorTable {
  return {
    ...dbsErrors,
    badRequest: identityErrors.badRequest,
    noPermission: identityErrors.forbidden,
    tokenExpired: identityErrors.unauthorized,
    serverFailure: identityErrors.serverFailure,
  };
}

function keystoneError(code: number, message: string): JsonObject {
  const titles: Readonly<Record<number, string>> = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    429: 'Too Many Requests',
  };
  return { error: { code, message, title: titles[code] ?? 'Internal Server Error' } };
}

/** The projects of the caller's domain by exact name; there may be none or, with options, several. */
function listProjects(call: Call): Answer {
  const wanted = call.request.query['name'];
  const projects = visibleProjects(call)
    .filter(({ name }) => name === (wanted ?? name))
    .map(({ id, name }) => ({
      id,
      name,
      domain_id: call.caller.domainId,
      parent_id: call.caller.domainId,
      is_domain: false,
      enabled: true,
      description: '',
      links: { self: `https://iam.example/v3/projects/${id}` },
    }));
  const links = { self: 'https://iam.example/v3/projects', next: null, previous: null };
  return jsonAnswer(200, { projects, links });
}

/** GET /v3/auth/domains, by the OTC page en-us_topic_0057845574: the caller's own. */
function listDomains({ caller, state: { account } }: Call): Answer {
  const own = [ownDomain(account), agencyDomain(account)].filter(
    ({ id }) => id === caller.domainId,
  );
  const domains = own.map((domain) => ({
    ...domain,
    enabled: true,
    description: '',
    links: { self: `https://iam.example/v3/domains/${domain.id}` },
  }));
  const links = { self: 'https://iam.example/v3/auth/domains', next: null, previous: null };
  return jsonAnswer(200, { domains, links });
}

function visibleProjects({ caller, state }: Call): readonly SimulatedProject[] {
  const { account } = state;
  const projects = projectsOfDomain(state, caller.domainId);
  if (caller.externalProjectId === undefined) return projects;
  const id = caller.externalProjectId;
  return projects.map((project) =>
    project.id === account.projectId ? { ...project, id } : project,
  );
}
