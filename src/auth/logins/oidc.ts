import * as v from 'valibot';
import { advice, option } from '../../errors/advice.ts';
import type { ApiCall } from '../../http/api-call.ts';
import { describeProject, nameProject, tokenAnswer } from '../iam-token.ts';
import type { Scope } from '../project.ts';
import type { Proof } from '../proof.ts';
import { aFunction, loginFields, secretText } from './fields.ts';
import { createIdTokens, type GetIdToken, type IdTokens } from './identity-token.ts';
import { defineLogin } from './login-kind.ts';

/**
 * An identity token of an issuer that IAM trusts, such as GitHub, for a token of IAM.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/federated_identity_authentication_management/token/obtaining_a_token_with_an_openid_connect_id_token.html
 */
export interface OidcCredentials {
  /** The kind of login. */
  readonly kind: 'oidc';
  /** The name of the identity provider in IAM. */
  readonly identityProvider: string;
  /** A fresh identity token (JWT) each time: it is asked for before each attempt. */
  readonly getIdToken: () => Promise<string>;
}

const HINT = advice`Check ${option('identityProvider')}, the audience, the provider’s conversion rules, and that its stored key set is the present one of GitHub, or of whichever server runs the job: the cloud does not fetch new keys by itself.`;

/**
 * Without a scope the token is good for assuming an agency, and for nothing else.
 * docs.otc.t-systems.com, identity-access-management, "Obtaining a Token with an OpenID Connect ID Token"
 */
const describeOidcLogin = (
  identityProvider: string,
  idTokens: IdTokens,
  scope: Scope | undefined,
): ApiCall<Proof> => ({
  method: 'POST',
  path: ['v3.0', 'OS-AUTH', 'id-token', 'tokens'],
  headers: { 'x-idp-id': identityProvider },
  freshBody: async (signal) => ({
    auth: {
      id_token: { id: await idTokens.next(signal) },
      ...(scope && { scope: { project: describeProject(scope) } }),
    },
  }),
  answerHeader: 'x-subject-token',
  answer: tokenAnswer,
  safeToRepeat: true,
  purpose: `log in through the identity provider ${identityProvider}${nameProject(scope)}`,
});

export const oidcLogin = defineLogin<OidcCredentials>({
  kind: 'oidc',
  title: 'the job’s identity token, through IAM',
  from: 'IAM',
  schema: loginFields({
    kind: v.literal('oidc'),
    identityProvider: secretText,
    getIdToken: aFunction<GetIdToken>(),
  }),
  hint: HINT,
  secretFields: [],
  obtain(given, asking) {
    const idTokens = createIdTokens(() => given.getIdToken(), asking);
    return asking.ask({
      from: 'IAM',
      call: describeOidcLogin(given.identityProvider, idTokens, asking.scopeOf()),
      hintAfter: () => idTokens.hintAfter(HINT),
    });
  },
});
