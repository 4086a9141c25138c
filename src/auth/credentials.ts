/**
 * A token of IAM, as `X-Auth-Token` carries it.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/verifying_a_token.html for how its end is asked for
 */
export interface TokenCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'token';
  /** A token for the project, 24 hours old at most; it can’t be renewed. */
  readonly token: string;
  /** Milliseconds since 1970, when known: a function that returns it is asked again in time. */
  readonly expiresAtMs?: number | undefined;
}

/** An access key pair; `securityToken` belongs to temporary ones. */
export interface KeyCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'keys';
  /** The key’s id, which each signed request names. */
  readonly accessKey: string;
  /** Signs each request, and is never sent. */
  readonly secretKey: string;
  /** Only with temporary keys, which have to outlive the wait. */
  readonly securityToken?: string | undefined;
  /** Milliseconds since 1970, when known: a function that returns it is asked again in time. */
  readonly expiresAtMs?: number | undefined;
}

/**
 * A user of IAM. `domainName` is the account's name, on OTC like `OTC-EU-DE-00000000001000012345`.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/obtaining_a_user_token_through_password_authentication.html
 */
export interface PasswordCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'password';
  /** The user’s name in IAM. */
  readonly username: string;
  /** Sent to IAM only, for a token; again when a long wait outlives that. */
  readonly password: string;
  /** The name of the account that the user belongs to. */
  readonly domainName: string;
}

/**
 * An identity token of somebody whom IAM trusts, such as GitHub, for a token of IAM.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/federated_identity_authentication_management/token/obtaining_a_token_with_an_openid_connect_id_token.html
 */
export interface OidcCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'oidc';
  /** The name of the identity provider in IAM. */
  readonly identityProvider: string;
  /** A fresh identity token (JWT) each time. */
  readonly getIdToken: () => Promise<string>;
}

/** An identity token for temporary keys of an agency; Huawei Cloud's STS only (`POST /v5/agencies/assume-with-oidc`). */
export interface StsCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'sts';
  /** Like `iam::ACCOUNT-ID:agency:NAME`. */
  readonly agencyUrn: string;
  /** Like `iam::ACCOUNT-ID:oidcProvider:NAME`. */
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

/**
 * An agency of another account, taken on by whoever logs in as `base`.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/obtaining_an_agency_token.html
 */
export interface AgencyCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'agency';
  /** The name of the agency that the other account has made for ours. */
  readonly agencyName: string;
  /** The name of the account that delegates to us. */
  readonly agencyDomainName: string;
  /** Who takes the agency on. */
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
