import { type Credentials, parseCredentials } from '../../auth/logins/index.ts';
import type { LoginKind } from '../../auth/logins/login-kind.ts';
import { ownLogins } from '../../auth/logins/registry.ts';
import type { Problem } from '../../errors/request-errors.ts';
import type { Inputs } from './fields.ts';

/** One way to log in, by the inputs that make it up. */
export interface LoginMethod
  extends Pick<LoginKind<unknown>, 'kind' | 'title' | 'from' | 'fields' | 'hasIdToken'> {
  /** All of them, or the login is incomplete. */
  readonly needs: readonly string[];
  /** Inputs of its own, each of which starts it. */
  readonly own: readonly string[];
  /** All its inputs, those among them that another way to log in may have too. */
  readonly inputs: readonly string[];
}

/** A field's input: `domainName` is `domain_name`. */
const inputOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function toMethod({ kind, title, from, fields, hasIdToken }: LoginKind<unknown>): LoginMethod {
  const needs = fields.filter(({ isNeeded }) => isNeeded).map(({ name }) => inputOf(name));
  const own = fields.map(({ name }) => inputOf(name));
  const shared = [
    ...(hasIdToken ? ['oidc_audience'] : []),
    ...(from === 'STS' ? ['sts_endpoint'] : []),
  ];
  return { kind, title, from, fields, hasIdToken, needs, own, inputs: [...own, ...shared] };
}

export const LOGIN_METHODS: readonly LoginMethod[] = ownLogins.map(toMethod);

/** Which inputs arrived with a value. */
type Given = (input: string) => boolean;

/** The methods that something was given for; exactly one is right. Shared inputs start none. */
export function startedMethods(given: Given): readonly LoginMethod[] {
  return LOGIN_METHODS.filter(({ own }) => own.some(given));
}

/** Every input that has to do with logging in, but for the agency's. */
export const LOGIN_INPUTS: readonly string[] = [
  ...new Set(LOGIN_METHODS.flatMap(({ inputs }) => inputs)),
];

/** The inputs of logins whose values must never be shown. */
export const SECRET_INPUTS: readonly string[] = LOGIN_METHODS.flatMap(({ fields }) =>
  fields.filter(({ isSecret }) => isSecret).map(({ name }) => inputOf(name)),
);

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
  const own = second.inputs.filter(given);
  const other = first.inputs.filter(given);
  const problem = `is part of a second login beside ${list(other)}: drop ${list(own)}, or ${list(other)}`;
  return { input: own[0] ?? second.kind, problem };
}

function listMissing({ needs, inputs }: LoginMethod, given: Given): readonly Problem[] {
  const there = inputs.filter(given);
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

/** The library's credentials, from inputs that are one complete login. */
export function toCredentials(inputs: Inputs, getIdToken: GetIdToken): Credentials {
  const values: Readonly<Record<string, unknown>> = inputs;
  const method = LOGIN_METHODS.find(({ needs }) => needs.every((name) => values[name]));
  const { kind, fields = [], hasIdToken = false } = method ?? {};
  const base = {
    kind,
    ...Object.fromEntries(fields.map(({ name }) => [name, values[inputOf(name)]])),
    ...(hasIdToken && { getIdToken: getIdToken(inputs.oidc_audience) }),
  };
  const { agency_name: agencyName, agency_domain_name: agencyDomainName } = inputs;
  return parseCredentials(
    agencyName === undefined ? base : { kind: 'agency', agencyName, agencyDomainName, base },
  );
}
