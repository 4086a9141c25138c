import { dbsErrors } from '../dbs-errors.ts';
import type { ErrorTable } from '../documented-error.ts';
import { documentedRoute } from '../documented-route.ts';
import type { GatewayError } from '../gateway-error.ts';
import type { JsonObject } from '../json-object.ts';
import type { ServiceDescription } from '../service-description.ts';
import { agencyLogin } from './agency-login.ts';
import { asksForAgency } from './asks-for-agency.ts';
import { showCatalogue } from './catalogue.ts';
import { checkToken, revokeToken } from './check-token.ts';
import { identityErrors } from './identity-errors.ts';
import { listDomains, listProjects } from './list-projects.ts';
import { login } from './login.ts';
import { listVersions, showVersion } from './versions.ts';

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
