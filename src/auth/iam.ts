import * as v from 'valibot';
import { ApiError } from '../errors/api-error.ts';
import { InputError, LookupError } from '../errors/request-errors.ts';
import type { ApiCall } from '../http/api-call.ts';
import { cleanCloudText } from '../runtime/text.ts';
import { parseCloudTime } from '../services/fields.ts';
import type { AgencyCredentials, PasswordCredentials, ResolvedCredentials } from './credentials.ts';

/** The project that a token is asked for. */
export type Scope =
  | { readonly id: string }
  | { readonly name: string; readonly domainName: string | undefined };

export interface ProjectChoice {
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly region: string | undefined;
}

/** The project's id, or else its name, or else the region's name. @throws InputError without any */
export function scopeOf(choice: ProjectChoice, domainName?: string): Scope {
  if (choice.projectId !== undefined) return { id: choice.projectId };
  const name = choice.projectName ?? choice.region;
  if (name !== undefined) return { name, domainName };
  const problem = 'is required: give it, the project’s name or the region';
  throw new InputError([{ input: 'projectId', problem }]);
}

/** A secret from the network: fit for a header, or the answer is unreadable. */
export const receivedSecret = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,131072}$/));

/** Milliseconds since 1970, UTC where no zone is named; an end that can't be read is unknown. */
export const receivedTime = v.pipe(
  v.unknown(),
  v.transform((value) => {
    const time = typeof value === 'string' ? parseCloudTime(value) : undefined;
    return time === undefined ? undefined : Date.parse(time);
  }),
);

const receivedProject = v.fallback(
  v.optional(v.object({ id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,64}$/)) })),
  undefined,
);

/** A token in the header X-Subject-Token, and in the body when it ends and for which project it is. */
export const tokenAnswer: v.GenericSchema<unknown, ResolvedCredentials> = v.pipe(
  v.object({
    header: receivedSecret,
    body: v.object({
      token: v.object({ expires_at: v.optional(receivedTime), project: receivedProject }),
    }),
  }),
  v.transform(({ header, body: { token } }) => ({
    by: { kind: 'token' as const, token: header, expiresAtMs: token.expires_at },
    projectId: token.project?.id,
  })),
);

/** Keystone wants the domain beside a project's name: a name alone is no address. */
const describeProject = (scope: Scope) =>
  'id' in scope
    ? { id: scope.id }
    : {
        name: scope.name,
        ...(scope.domainName !== undefined && { domain: { name: scope.domainName } }),
      };

const askForToken = (auth: object, purpose: string): ApiCall<ResolvedCredentials> => ({
  method: 'POST',
  path: ['v3', 'auth', 'tokens'],
  query: { nocatalog: 'true' },
  body: { auth },
  answerHeader: 'x-subject-token',
  answer: tokenAnswer,
  safeToRepeat: true,
  purpose,
});

/** docs.otc.t-systems.com, identity-access-management, "Obtaining a User Token Through Password Authentication" */
export function askByPassword(
  { username, password, domainName }: PasswordCredentials,
  scope: Scope | { readonly domainName: string },
): ApiCall<ResolvedCredentials> {
  const user = { name: username, password, domain: { name: domainName } };
  const isProject = 'id' in scope || 'name' in scope;
  const where = isProject
    ? { project: describeProject(scope) }
    : { domain: { name: scope.domainName } };
  const identity = { methods: ['password'], password: { user } };
  return askForToken({ identity, scope: where }, `log in as ${username} of ${domainName}`);
}

/**
 * docs.otc.t-systems.com, identity-access-management, "Obtaining an Agency Token": its table names
 * the agency `agency_name`, its example `xrole_name`, which is what the clients of both clouds send.
 */
export function askByAgency(
  { agencyName, agencyDomainName }: AgencyCredentials,
  scope: Scope,
): ApiCall<ResolvedCredentials> {
  const role = { domain_name: agencyDomainName, xrole_name: agencyName };
  const identity = { methods: ['assume_role'], assume_role: role };
  return askForToken(
    { identity, scope: { project: describeProject(scope) } },
    `assume agency ${agencyName} of ${agencyDomainName}`,
  );
}

/**
 * Without a scope the token is good for assuming an agency, and for nothing else.
 * docs.otc.t-systems.com, identity-access-management, "Obtaining a Token with an OpenID Connect ID Token"
 */
export const askByIdToken = (
  identityProvider: string,
  idToken: string,
  scope: Scope | undefined,
): ApiCall<ResolvedCredentials> => ({
  method: 'POST',
  path: ['v3.0', 'OS-AUTH', 'id-token', 'tokens'],
  headers: { 'x-idp-id': identityProvider },
  body: {
    auth: {
      id_token: { id: idToken },
      ...(scope && { scope: { project: describeProject(scope) } }),
    },
  },
  answerHeader: 'x-subject-token',
  answer: tokenAnswer,
  safeToRepeat: true,
  purpose: `log in through the identity provider ${identityProvider}`,
});

/**
 * When a token ends, in milliseconds since 1970.
 * docs.otc.t-systems.com, identity-access-management, "Verifying a Token and Returning a Valid Token"
 */
export const askTokenEnd = (token: string): ApiCall<number | undefined> => ({
  method: 'GET',
  path: ['v3', 'auth', 'tokens'],
  query: { nocatalog: 'true' },
  headers: { 'x-subject-token': token },
  answer: v.pipe(
    v.object({ token: v.object({ expires_at: v.optional(receivedTime) }) }),
    v.transform(({ token: { expires_at } }) => expires_at),
  ),
  isOptional: true,
  purpose: 'find out when the token ends',
});

const MAX_SHOWN = 20;

interface Project {
  readonly id: string;
  readonly name: string;
}

const projects = v.pipe(
  v.object({ projects: v.array(v.object({ id: v.string(), name: v.string() })) }),
  v.transform((answer): readonly Project[] => answer.projects),
);

/**
 * The projects of a name; it never creates one. It may need a right (iam:projects:listProjects).
 * Source: docs.otc.t-systems.com, identity-access-management, "Querying Project Information".
 */
export const listProjects = (name: string): ApiCall<readonly Project[]> => ({
  method: 'GET',
  path: ['v3', 'projects'],
  query: { name },
  answer: projects,
  purpose: `find the project ${name}`,
});

/**
 * The projects that the login may use; it needs no right.
 * Source: docs.otc.t-systems.com, identity-access-management, "Querying the List of Projects
 * Accessible to Users"; support.huaweicloud.com, iam_06_0003.
 */
const listAccessible = (name: string): ApiCall<readonly Project[]> => ({
  method: 'GET',
  path: ['v3', 'auth', 'projects'],
  answer: projects,
  purpose: `find the project ${name} among those that the login may use`,
});

const HINT =
  'Give projectId: My Credentials in the console lists it beside the name. Or give projectName as it is listed there; if it is there once, the lookup by name lacks a right (iam:projects:listProjects).';

/** The id of the one project with this name. @throws LookupError when there are none or several */
export function pickProject(name: string, found: readonly Project[]): string {
  const matches = found.filter((project) => project.name === name);
  const [only] = matches;
  if (only !== undefined && matches.length === 1 && /^[A-Za-z0-9]{1,64}$/.test(only.id)) {
    return only.id;
  }
  const names = found
    .slice(0, MAX_SHOWN)
    .map((project) => cleanCloudText(`${project.name} (${project.id})`, 120));
  const list = names.length === 0 ? 'IAM lists none' : `IAM lists ${names.join(', ')}`;
  const count = matches.length > 1 ? `${matches.length} projects are` : 'No project is';
  throw new LookupError(`${count} named ${name}: ${list}.`, names, HINT);
}

/** `undefined`: the login lacks the right to ask. */
async function askUnlessForbidden<Answer>(work: Promise<Answer>) {
  try {
    return { answer: await work, refusal: undefined };
  } catch (error) {
    const isForbidden = error instanceof ApiError && error.status === 403 && error.kind !== 'login';
    if (!isForbidden) throw error;
    return { answer: undefined, refusal: error };
  }
}

/** The id of the project with this name, as far as the login may know. @throws LookupError, ApiError, NetworkError */
export async function findProject(
  name: string,
  ask: (call: ApiCall<readonly Project[]>) => Promise<readonly Project[]>,
): Promise<string> {
  const named = await askUnlessForbidden(ask(listProjects(name)));
  if (named.refusal === undefined) return pickProject(name, named.answer);
  const accessible = await askUnlessForbidden(ask(listAccessible(name)));
  if (accessible.refusal === undefined) return pickProject(name, accessible.answer);
  throw new LookupError(
    `The project ${name} could not be looked up. ${named.refusal.message} ${accessible.refusal.message}`,
    [],
    HINT,
  );
}
