import type { ApiCall } from '../api-call.ts';
import type { Proof } from './credentials.ts';
import { describeProject, type Scope, tokenAnswer } from './iam-token.ts';

/**
 * Without a scope the token is good for taking on an agency, and for nothing else.
 * docs.otc.t-systems.com, identity-access-management, "Obtaining a Token with an OpenID Connect ID Token"
 */
export const askByIdToken = (
  identityProvider: string,
  idToken: string,
  scope: Scope | undefined,
): ApiCall<Proof> => ({
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
