/** A token of IAM, as `X-Auth-Token` carries it. */
export interface TokenCredentials {
  readonly kind: 'token';
  readonly token: string;
}

/** An access key pair; `securityToken` belongs to temporary ones. */
export interface KeyCredentials {
  readonly kind: 'keys';
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
}

/** How the caller proves who it is. */
export type Credentials = TokenCredentials | KeyCredentials;
