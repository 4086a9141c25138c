import * as v from 'valibot';
import { schemaAnswer } from '../http/answer-reader.ts';
import type { ApiCall } from '../http/api-call.ts';
import type { Scope } from './project.ts';
import type { Proof } from './proof.ts';
import { receivedSecret, receivedTime } from './received.ts';

const receivedProject = v.fallback(
  v.optional(v.object({ id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,64}$/)) })),
  undefined,
);

/** A token in the header X-Subject-Token, and in the body when it ends and for which project it is. */
export const tokenAnswer = schemaAnswer<Proof>(
  v.pipe(
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
  ),
);

/** Keystone wants the domain beside a project's name: a name alone is no address. */
export const describeProject = (scope: Scope) =>
  'id' in scope
    ? { id: scope.id }
    : {
        name: scope.name,
        ...(scope.domainName !== undefined && { domain: { name: scope.domainName } }),
      };

/** IAM says the same of a wrong password and of an unknown project: the project is named. */
export const nameProject = (scope: Scope | undefined): string =>
  scope === undefined ? '' : ` for project ${'id' in scope ? scope.id : scope.name}`;

/** A call that asks IAM for a token; `auth` says by what, and for which project. */
export const askForToken = (purpose: string, auth: object): ApiCall<Proof> => ({
  method: 'POST',
  path: ['v3', 'auth', 'tokens'],
  query: { nocatalog: 'true' },
  body: { auth },
  answerHeader: 'x-subject-token',
  answer: tokenAnswer,
  safeToRepeat: true,
  purpose,
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
  answer: schemaAnswer(
    v.pipe(
      v.object({ token: v.object({ expires_at: v.optional(receivedTime) }) }),
      v.transform(({ token: { expires_at } }) => expires_at),
    ),
  ),
  isOptional: true,
  purpose: 'find out when the token ends',
});
