import * as v from 'valibot';
import { LoginError } from '../errors/request-errors.ts';
import { isPlainText, unicodeExpression } from '../runtime/text.ts';

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
 * An agency of another account, assumed by whoever logs in as `base`.
 * @see https://docs.otc.t-systems.com/identity-access-management/api-ref/apis/token_management/obtaining_an_agency_token.html
 */
export interface AgencyCredentials {
  /** Tells the kinds of credentials apart. */
  readonly kind: 'agency';
  /** The name of the agency that the other account has made for ours. */
  readonly agencyName: string;
  /** The name of the account that delegates to us. */
  readonly agencyDomainName: string;
  /** Who assumes the agency. */
  readonly base: BaseCredentials;
}

/** How the caller proves who it is. */
export type Credentials = BaseCredentials | AgencyCredentials;

/** What proves a request at this moment, and when that ends. */
export interface ResolvedCredentials {
  readonly by: TokenCredentials | KeyCredentials;
  /** The project that a token was made for. */
  readonly projectId?: string | undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  '0009': ' (a tab)',
  '000A': ' (a line break)',
  '000D': ' (a line break)',
  '00A0': ' (a no-break space)',
  FEFF: ' (a byte order mark)',
};

const INVISIBLE =
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]|(?! )\\p{Zs}';

/** The first character that nobody sees, and where it is: that tells nothing of the value. */
export function findInvisible(value: string): string | undefined {
  if (isPlainText(value)) return undefined;
  const found = value.match(unicodeExpression(INVISIBLE));
  if (found === null) return undefined;
  const digits = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = NAMES[digits] ?? '';
  return `an invisible character, U+${digits} at position ${(found.index ?? 0) + 1}${name}`;
}

function findInvisibleProblem(value: string): string | undefined {
  const found = findInvisible(value);
  return found && `has ${found}: write it anew, without that`;
}

/** What would break a header, or could not be a secret at all. Never shows the value. */
export const findSecretProblem = (value: string): string | undefined =>
  /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : (findInvisibleProblem(value) ??
      'holds a blank or another character that can’t be sent: paste it again');

/** A text that goes into a request's body: anything that can be seen, blanks too. */
export const findTextProblem = (value: string): string | undefined =>
  value === '' ? 'is empty' : findInvisibleProblem(value);

type Check = readonly [name: string, problem: string | undefined];

/** A program in JavaScript can give anything. */
function notEmpty(value: unknown, describe: (value: string) => string | undefined) {
  if (value === undefined) return 'is missing';
  if (typeof value !== 'string') return 'must be a text';
  return value ? describe(value) : 'is empty';
}

const KINDS = ['token', 'keys', 'password', 'oidc', 'sts', 'agency'] as const;

/** Nobody assumes an agency by another. */
const BASE_KINDS = KINDS.filter((kind) => kind !== 'agency');

/** What is none of these kinds of credentials. */
function isNone(credentials: unknown, kinds: readonly string[]): boolean {
  if (typeof credentials !== 'object' || credentials === null) return true;
  return !('kind' in credentials && kinds.some((known) => known === credentials.kind));
}

const aFunction = (name: string, value: unknown): Check => [
  name,
  typeof value === 'function' ? undefined : 'must be a function',
];

/** Which fields of the credentials can't be right, and why; their values are never shown. */
export function listCredentialChecks(
  credentials: Credentials,
  kinds: readonly string[] = KINDS,
): readonly Check[] {
  if (typeof credentials === 'function') return [];
  if (isNone(credentials, kinds)) return [['kind', `must be one of ${kinds.join(', ')}`]];
  const secret = (name: string, value: string): Check => [name, notEmpty(value, findSecretProblem)];
  const text = (name: string, value: string): Check => [name, notEmpty(value, findTextProblem)];
  switch (credentials.kind) {
    case 'token':
      return [secret('token', credentials.token)];
    case 'keys': {
      const { accessKey, secretKey, securityToken } = credentials;
      const keys = [secret('accessKey', accessKey), secret('secretKey', secretKey)];
      return securityToken === undefined ? keys : [...keys, secret('securityToken', securityToken)];
    }
    case 'password': {
      const { username, password, domainName } = credentials;
      const names = [text('username', username), text('domainName', domainName)];
      return [...names, text('password', password)];
    }
    case 'oidc':
      return [
        secret('identityProvider', credentials.identityProvider),
        aFunction('getIdToken', credentials.getIdToken),
      ];
    case 'sts':
      return [
        text('agencyUrn', credentials.agencyUrn),
        text('providerUrn', credentials.providerUrn),
        aFunction('getIdToken', credentials.getIdToken),
      ];
    case 'agency':
      return [
        text('agencyName', credentials.agencyName),
        text('agencyDomainName', credentials.agencyDomainName),
        ...listCredentialChecks(credentials.base, BASE_KINDS).map(
          ([name, problem]): Check => [`base.${name}`, problem],
        ),
      ];
  }
}

const expiresAtMs = v.optional(v.pipe(v.number(), v.finite()));

const given = v.variant('kind', [
  v.object({ kind: v.literal('token'), token: v.string(), expiresAtMs }),
  v.object({
    kind: v.literal('keys'),
    accessKey: v.string(),
    secretKey: v.string(),
    securityToken: v.optional(v.string()),
    expiresAtMs,
  }),
]);

/** The fields that can't be right, without what they hold. */
function findGivenProblems(value: unknown): readonly string[] {
  const parsed = v.safeParse(given, value);
  if (!parsed.success) {
    return parsed.issues.map((issue) => {
      const isMissing = issue.received === 'undefined' && v.getDotPath(issue) !== null;
      const what = v.getDotPath(issue) ?? 'what it gave';
      return isMissing ? `${what} is missing` : `${what} is no ${issue.expected ?? 'such value'}`;
    });
  }
  return listCredentialChecks(parsed.output).flatMap(([name, problem]) =>
    problem ? [`${name} ${problem}`] : [],
  );
}

/** What a function of the caller's gave, in time for a request. @throws LoginError that names the fields */
export function parseGiven(value: unknown): TokenCredentials | KeyCredentials {
  const problems = findGivenProblems(value);
  if (problems.length === 0) return v.parse(given, value);
  throw new LoginError(
    `The login failed. The credentials function gave nothing that can be used: ${problems.join('; ')}.`,
    { hint: 'Let it return { kind: "token", token } or { kind: "keys", accessKey, secretKey }.' },
  );
}

/** An identity token of the caller's; a text like any secret. @throws LoginError */
export function parseIdToken(value: unknown): string {
  const problem = typeof value === 'string' ? findSecretProblem(value) : 'is no text';
  if (typeof value === 'string' && value !== '' && problem === undefined) return value;
  throw new LoginError(
    `The login failed. The identity token that getIdToken gave ${value === '' ? 'is empty' : problem}.`,
    { hint: undefined },
  );
}
