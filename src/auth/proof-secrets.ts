import type { Credentials, Proof } from './credentials.ts';

/** Everything of it that nobody may read. */
export function listSecrets({ by }: Proof): readonly string[] {
  if (by.kind === 'token') return [by.token];
  return [by.accessKey, by.secretKey, by.securityToken ?? ''].filter(Boolean);
}

/** What a caller gave that nobody may read; what is asked for later is not there yet. */
export function listGiven(credentials: Credentials): readonly string[] {
  if (typeof credentials === 'function') return [];
  switch (credentials.kind) {
    case 'token':
    case 'keys':
      return listSecrets({ by: credentials });
    case 'password':
      return [credentials.password];
    case 'agency':
      return listGiven(credentials.base);
    case 'oidc':
    case 'sts':
      return [];
  }
}

/** Whether a login gave the key that there was before: then it is refused again. */
export const isSameKey = (one: Proof, other: Proof): boolean =>
  one.by.kind === 'keys' && String(listSecrets(one)) === String(listSecrets(other));
