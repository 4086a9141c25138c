import * as v from 'valibot';
import { oneOfKinds } from './fields.ts';
import { type CredentialsFunction, functionLogin } from './function.ts';
import { type KeyCredentials, keyLogin } from './keys.ts';
import type { LoginKind } from './login-kind.ts';
import { type OidcCredentials, oidcLogin } from './oidc.ts';
import { type PasswordCredentials, passwordLogin } from './password.ts';
import { type StsCredentials, stsLogin } from './sts.ts';
import { type TokenCredentials, tokenLogin } from './token.ts';

/** A login that needs no other, told apart by `kind`. */
export type BaseCredentials =
  | TokenCredentials
  | KeyCredentials
  | PasswordCredentials
  | OidcCredentials
  | StsCredentials
  | CredentialsFunction;

type OwnCredentials = Exclude<BaseCredentials, CredentialsFunction>;

/** A line for each kind; the compiler compares them with the types above. */
const KINDS: { readonly [Kind in OwnCredentials['kind']]: LoginKind<OwnCredentials> } = {
  token: tokenLogin,
  keys: keyLogin,
  password: passwordLogin,
  oidc: oidcLogin,
  sts: stsLogin,
};

/** Every kind of login that needs no other and is told apart by `kind`. */
export const ownLogins: readonly LoginKind<OwnCredentials>[] = Object.values(KINDS);

const ownSchema = oneOfKinds(ownLogins);

export const baseSchema = v.lazy(
  (input): v.GenericSchema<BaseCredentials> =>
    typeof input === 'function' ? functionLogin.schema : ownSchema,
);

export const baseLogins: readonly LoginKind<BaseCredentials>[] = [functionLogin, ...ownLogins];
