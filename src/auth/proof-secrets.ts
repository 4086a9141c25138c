import type { Proof } from './credentials.ts';

/** Everything of it that nobody may read. */
export function listSecrets({ by }: Proof): readonly string[] {
  if (by.kind === 'token') return [by.token];
  return [by.accessKey, by.secretKey, by.securityToken ?? ''].filter(Boolean);
}

/** Whether a login gave the key that there was before: then it is refused again. */
export const isSameKey = (one: Proof, other: Proof): boolean =>
  one.by.kind === 'keys' && String(listSecrets(one)) === String(listSecrets(other));
