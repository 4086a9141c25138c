/** A token of IAM, as `X-Auth-Token` carries it. */
export interface TokenCredentials {
  readonly kind: 'token';
  readonly token: string;
  /** Milliseconds since 1970, when known: a function that returns it is asked again in time. */
  readonly expiresAtMs?: number | undefined;
}

/** An access key pair; `securityToken` belongs to temporary ones. */
export interface KeyCredentials {
  readonly kind: 'keys';
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
  /** Milliseconds since 1970, when known: a function that returns it is asked again in time. */
  readonly expiresAtMs?: number | undefined;
}

/** A user of IAM. `domainName` is the account's name, on OTC like `OTC-EU-DE-00000000001000012345`. */
export interface PasswordCredentials {
  readonly kind: 'password';
  readonly username: string;
  readonly password: string;
  readonly domainName: string;
}

/** An identity token of somebody whom IAM trusts, such as GitHub, for a token of IAM. */
export interface OidcCredentials {
  readonly kind: 'oidc';
  /** The name of the identity provider in IAM. */
  readonly identityProvider: string;
  /** A fresh identity token (JWT) each time. */
  readonly getIdToken: () => Promise<string>;
}

/** An identity token for temporary keys of an agency; Huawei Cloud's STS only. */
export interface StsCredentials {
  readonly kind: 'sts';
  readonly agencyUrn: string;
  readonly providerUrn: string;
  /** A fresh identity token (JWT) each time. */
  readonly getIdToken: () => Promise<string>;
}

/** A function that returns fresh credentials; it is called again when they end or are refused. */
export type CredentialsFunction = () => Promise<TokenCredentials | KeyCredentials>;

/** Who logs in by itself. */
export type BaseCredentials =
  | TokenCredentials
  | KeyCredentials
  | PasswordCredentials
  | OidcCredentials
  | StsCredentials
  | CredentialsFunction;

/** An agency of another account, taken on by whoever logs in as `base`. */
export interface AgencyCredentials {
  readonly kind: 'agency';
  readonly agencyName: string;
  /** The name of the account that delegates to us. */
  readonly agencyDomainName: string;
  readonly base: BaseCredentials;
}

/** How the caller proves who it is. */
export type Credentials = BaseCredentials | AgencyCredentials;

/** What proves a request at this moment, and when that ends. */
export interface Proof {
  readonly by: TokenCredentials | KeyCredentials;
  /** The project that a token was made for. */
  readonly projectId?: string | undefined;
}
