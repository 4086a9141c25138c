/** One way to log in, by the inputs that make it up. */
export interface LoginMethod {
  readonly kind: 'token' | 'keys' | 'password' | 'oidc' | 'sts';
  readonly title: string;
  /** All of them, or the login is incomplete. */
  readonly needs: readonly string[];
  /** Inputs that belong to it and may be left out. */
  readonly mayHave: readonly string[];
  /** Whether logging in asks IAM for something. */
  readonly needsIam: boolean;
}

export const LOGIN_METHODS: readonly LoginMethod[] = [
  { kind: 'token', title: 'a token', needs: ['token'], mayHave: [], needsIam: false },
  {
    kind: 'keys',
    title: 'an access key',
    needs: ['access_key', 'secret_key'],
    mayHave: ['security_token'],
    needsIam: false,
  },
  {
    kind: 'password',
    title: 'a user and a password',
    needs: ['username', 'password', 'domain_name'],
    mayHave: [],
    needsIam: true,
  },
  {
    kind: 'oidc',
    title: 'GitHub’s identity, through IAM',
    needs: ['identity_provider'],
    mayHave: ['oidc_audience'],
    needsIam: true,
  },
  {
    kind: 'sts',
    title: 'GitHub’s identity, through STS',
    needs: ['agency_urn', 'provider_urn'],
    mayHave: ['oidc_audience', 'sts_endpoint'],
    needsIam: false,
  },
];

/** Which inputs arrived with a value. */
export type Given = (input: string) => boolean;

/** The methods that something was given for; exactly one is right. Shared inputs start none. */
export function findStartedMethods(given: Given): readonly LoginMethod[] {
  return LOGIN_METHODS.filter(({ needs, mayHave }) => {
    const own = [...needs, ...mayHave.filter((input) => input === 'security_token')];
    return own.some(given);
  });
}

/** Every input that has to do with logging in, but for the agency's. */
export const LOGIN_INPUTS: readonly string[] = [
  ...new Set(LOGIN_METHODS.flatMap(({ needs, mayHave }) => [...needs, ...mayHave])),
];
