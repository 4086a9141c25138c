import type { BaseCredentials, Credentials } from '../../auth/credentials.ts';
import type { Problem } from '../../errors/request-errors.ts';
import type { Inputs } from './fields.ts';

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
    title: 'the job’s identity token, through IAM',
    needs: ['identity_provider'],
    mayHave: ['oidc_audience'],
    needsIam: true,
  },
  {
    kind: 'sts',
    title: 'the job’s identity token, through STS',
    needs: ['agency_urn', 'provider_urn'],
    mayHave: ['oidc_audience', 'sts_endpoint'],
    needsIam: false,
  },
];

/** Which inputs arrived with a value. */
type Given = (input: string) => boolean;

/** The methods that something was given for; exactly one is right. Shared inputs start none. */
export function startedMethods(given: Given): readonly LoginMethod[] {
  return LOGIN_METHODS.filter(({ needs, mayHave }) => {
    const own = [...needs, ...mayHave.filter((input) => input === 'security_token')];
    return own.some(given);
  });
}

/** Every input that has to do with logging in, but for the agency's. */
export const LOGIN_INPUTS: readonly string[] = [
  ...new Set(LOGIN_METHODS.flatMap(({ needs, mayHave }) => [...needs, ...mayHave])),
];

const EMPTY = '(a secret that is not set arrives empty)';

const list = (inputs: readonly string[]) => inputs.join(' and ');

/** Where a secret that arrives empty may have stayed. */
const WHERE =
  'An empty secret looks the same as none: see that it is set under Settings, Secrets and variables, Actions; that its name is the same there; and, if it is an environment’s, that the job has environment. Secrets are empty in pull requests from forks';

/** What is said where no login arrived at all; `isFork`: in a pull request from a fork. */
function describeNone(isFork: boolean): Problem {
  const ways = LOGIN_METHODS.filter(({ kind }) => kind !== 'keys').map(({ needs }) => list(needs));
  const problem = `is required, with secret_key; or instead ${ways.join('; or ')}. No login arrived. ${WHERE}${isFork ? ', and this is one' : ''}.`;
  return { input: 'access_key', problem };
}

function describeSecond(second: LoginMethod, first: LoginMethod, given: Given): Problem {
  const own = [...second.needs, ...second.mayHave].filter(given);
  const other = [...first.needs, ...first.mayHave].filter(given);
  const problem = `is part of a second login beside ${list(other)}: drop ${list(own)}, or ${list(other)}`;
  return { input: own[0] ?? second.kind, problem };
}

function listMissing({ needs, mayHave }: LoginMethod, given: Given): readonly Problem[] {
  const there = [...needs, ...mayHave].filter(given);
  return needs
    .filter((input) => !given(input))
    .map((input) => ({ input, problem: `is missing beside ${list(there)} ${EMPTY}` }));
}

/** Inputs that only mean something beside others. */
function listStray(given: Given): readonly Problem[] {
  const pairs = [
    ['agency_name', 'agency_domain_name'],
    ['agency_domain_name', 'agency_name'],
  ] as const;
  const halves = pairs
    .filter(([input, other]) => given(other) && !given(input))
    .map(([input, other]) => ({ input, problem: `is missing beside ${other} ${EMPTY}` }));
  const isOidc = given('identity_provider') || given('agency_urn') || given('provider_urn');
  const strays: Problem[] = [...halves];
  if (given('oidc_audience') && !isOidc) {
    const problem = 'means nothing without identity_provider, or agency_urn and provider_urn';
    strays.push({ input: 'oidc_audience', problem });
  }
  if (given('sts_endpoint') && !given('agency_urn')) {
    strays.push({ input: 'sts_endpoint', problem: 'means nothing without agency_urn' });
  }
  return strays;
}

/** Exactly one way to log in, and all of it; `isFork`: in a pull request from a fork. */
export function findLoginProblems(given: Given, isFork = false): readonly Problem[] {
  const [first, ...others] = startedMethods(given);
  if (first === undefined) return [describeNone(isFork), ...listStray(given)];
  const doubled = others.map((second) => describeSecond(second, first, given));
  const missing = others.length > 0 ? [] : listMissing(first, given);
  return [...missing, ...doubled, ...listStray(given)];
}

/** A source of identity tokens for an audience. */
export type GetIdToken = (audience: string | undefined) => () => Promise<string>;

function toBaseCredentials(inputs: Inputs, getIdToken: GetIdToken): BaseCredentials {
  const { access_key, secret_key, security_token, username, password, domain_name } = inputs;
  const { identity_provider, agency_urn, provider_urn, oidc_audience } = inputs;
  if (access_key !== undefined && secret_key !== undefined) {
    const keys = { accessKey: access_key, secretKey: secret_key };
    return { kind: 'keys', ...keys, securityToken: security_token };
  }
  if (username !== undefined && password !== undefined && domain_name !== undefined) {
    return { kind: 'password', username, password, domainName: domain_name };
  }
  if (identity_provider !== undefined) {
    const identityProvider = identity_provider;
    return { kind: 'oidc', identityProvider, getIdToken: getIdToken(oidc_audience) };
  }
  if (agency_urn !== undefined && provider_urn !== undefined) {
    const urns = { agencyUrn: agency_urn, providerUrn: provider_urn };
    return { kind: 'sts', ...urns, getIdToken: getIdToken(oidc_audience) };
  }
  return { kind: 'token', token: inputs.token ?? '' };
}

/** The library's credentials, from inputs that are one complete login. */
export function toCredentials(inputs: Inputs, getIdToken: GetIdToken): Credentials {
  const base = toBaseCredentials(inputs, getIdToken);
  const { agency_name, agency_domain_name } = inputs;
  if (agency_name === undefined || agency_domain_name === undefined) return base;
  return { kind: 'agency', agencyName: agency_name, agencyDomainName: agency_domain_name, base };
}
