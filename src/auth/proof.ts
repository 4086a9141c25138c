/** What `X-Auth-Token` carries. */
export interface TokenProof {
  readonly kind: 'token';
  readonly token: string;
  /** Milliseconds since 1970, when known. */
  readonly expiresAtMs?: number | undefined;
}

/** What signs a request; `securityToken` belongs to temporary keys. */
export interface KeyProof {
  readonly kind: 'keys';
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
  /** Milliseconds since 1970, when known. */
  readonly expiresAtMs?: number | undefined;
}

/** What proves a request at this moment, and when that ends. */
export interface Proof {
  readonly by: TokenProof | KeyProof;
  /** The project that a token was made for. */
  readonly projectId?: string | undefined;
}

/** The secrets of a proof. */
export function listSecrets({ by }: Proof): readonly string[] {
  if (by.kind === 'token') return [by.token];
  return [by.accessKey, by.secretKey, by.securityToken ?? ''].filter(Boolean);
}

/** Whether a login gave the key that there was before: then it is refused again. */
export const isSameKey = (one: Proof, other: Proof): boolean =>
  one.by.kind === 'keys' && String(listSecrets(one)) === String(listSecrets(other));
