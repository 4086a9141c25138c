import * as v from 'valibot';
import { loginFields, moment, secretText } from './fields.ts';
import { defineLogin } from './login-kind.ts';

/**
 * A token of IAM, as `X-Auth-Token` carries it.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/verifying_a_token.html for how its end is asked for
 */
export interface TokenCredentials {
  /** The kind of login. */
  readonly kind: 'token';
  /** A token for the project, 24 hours old at most; it can’t be renewed. */
  readonly token: string;
  /** Milliseconds since 1970, when known: a function that returns it is asked again in time. */
  readonly expiresAtMs?: number | undefined;
}

const HINT =
  'The token is wrong, of another project, or has ended (it lives for 24 hours at most). It can’t be renewed: get a new one, for this project.';

/** Only its end explains that it was accepted before. */
const ENDED =
  'The token was accepted before, so most likely it has ended (it lives for 24 hours at most). It can’t be renewed: get a new one that outlives the wait, or log in another way.';

export const tokenLogin = defineLogin<TokenCredentials>({
  kind: 'token',
  title: 'a token',
  from: 'caller',
  schema: loginFields({ kind: v.literal('token'), token: secretText, expiresAtMs: moment }),
  hint: HINT,
  hintInUse: (_given, { wasAccepted }) => (wasAccepted ? ENDED : HINT),
  secretFields: ['token'],
  obtain: async (given) => ({ by: given }),
});
