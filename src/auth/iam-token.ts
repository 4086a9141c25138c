import * as v from 'valibot';
import type { ApiCall } from '../api-call.ts';
import { InputError } from '../errors/request-errors.ts';
import { parseCloudTime } from '../services/parse-cloud-time.ts';
import type { AgencyCredentials, PasswordCredentials, Proof } from './credentials.ts';

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
export function findScope(choice: ProjectChoice, domainName?: string): Scope {
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
export const tokenAnswer: v.GenericSchema<unknown, Proof> = v.pipe(
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
export const describeProject = (scope: Scope) =>
  'id' in scope
    ? { id: scope.id }
    : {
        name: scope.name,
        ...(scope.domainName !== undefined && { domain: { name: scope.domainName } }),
      };

const askForToken = (auth: object, purpose: string): ApiCall<Proof> => ({
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
): ApiCall<Proof> {
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
): ApiCall<Proof> {
  const role = { domain_name: agencyDomainName, xrole_name: agencyName };
  const identity = { methods: ['assume_role'], assume_role: role };
  return askForToken(
    { identity, scope: { project: describeProject(scope) } },
    `take on agency ${agencyName} of ${agencyDomainName}`,
  );
}
