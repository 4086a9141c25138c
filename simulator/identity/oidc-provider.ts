import type { JsonWebKey } from 'node:crypto';

/** The identity provider IAM was told of, with the key set as it was pasted there. */
export interface OidcProvider {
  /** Its name in IAM, which is also its id. */
  readonly providerName: string;
  /** What the id token’s claim `iss` must be. */
  readonly issuer: string;
  /** The client id, which must be the id token's audience. */
  readonly audience: string;
  /** The keys that sign id tokens. */
  readonly jwks: readonly JsonWebKey[];
  /** What the conversion rules demand of the claim `sub`; any unless told. */
  readonly subject?: string;
}
