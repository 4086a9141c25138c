import { type Credentials, parseCredentials } from '../../auth/logins/index.ts';
import type { LoginField, LoginKind } from '../../auth/logins/login-kind.ts';
import { ownLogins } from '../../auth/logins/registry.ts';
import { type Advice, advice, option } from '../../errors/advice.ts';
import type { Words } from '../words.ts';
import { findInputName, type InputName, type Inputs } from './fields.ts';
import type { InputProblem } from './problems.ts';

/** One way to log in, by the inputs that make it up. */
export interface LoginMethod
  extends Pick<LoginKind<unknown>, 'kind' | 'title' | 'from' | 'fields' | 'hasIdToken'> {
  /** All of them, or the login is incomplete. */
  readonly needs: readonly InputName[];
  /** Inputs of its own, each of which starts it. */
  readonly own: readonly InputName[];
  /** All its inputs, those among them that another way to log in may have too. */
  readonly inputs: readonly InputName[];
}

/** The inputs of fields: that of `domainName` is `domain_name`. */
const inputsOf = (fields: readonly Pick<LoginField, 'name'>[]): readonly InputName[] =>
  fields.flatMap(({ name }) => {
    const input = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return findInputName(input) ?? [];
  });

function toMethod({ kind, title, from, fields, hasIdToken }: LoginKind<unknown>): LoginMethod {
  const needs = inputsOf(fields.filter(({ isNeeded }) => isNeeded));
  const own = inputsOf(fields);
  const shared: readonly InputName[] = [
    ...(hasIdToken ? (['oidc_audience'] as const) : []),
    ...(from === 'STS' ? (['sts_endpoint'] as const) : []),
  ];
  return { kind, title, from, fields, hasIdToken, needs, own, inputs: [...own, ...shared] };
}

export const LOGIN_METHODS: readonly LoginMethod[] = ownLogins.map(toMethod);

/** Which inputs arrived with a value. */
type Given = (input: InputName) => boolean;

/** The methods that something was given for; exactly one is right. Shared inputs start none. */
export function startedMethods(given: Given): readonly LoginMethod[] {
  return LOGIN_METHODS.filter(({ own }) => own.some(given));
}

/** Every input that has to do with logging in, but for the agency's. */
export const LOGIN_INPUTS: readonly InputName[] = [
  ...new Set(LOGIN_METHODS.flatMap(({ inputs }) => inputs)),
];

/** The inputs of logins whose values must never be shown. */
export const SECRET_INPUTS: readonly InputName[] = LOGIN_METHODS.flatMap(({ fields }) =>
  inputsOf(fields.filter(({ isSecret }) => isSecret)),
);

/** `access_key and secret_key` */
export const listInputs = (inputs: readonly InputName[]): Advice<InputName> =>
  inputs.reduce<Advice<InputName>>(
    (text, input, at) =>
      at === 0 ? advice`${option(input)}` : advice`${text} and ${option(input)}`,
    '',
  );

/** Where the login was looked for. */
export interface LoginSetting {
  /** Whether this is a pull request from a fork, which gets no secrets. */
  readonly isFork: boolean;
  readonly words: Words;
}

/** What is said where no login arrived at all. */
function describeNone({ isFork, words }: LoginSetting): InputProblem {
  const ways = LOGIN_METHODS.filter(({ kind }) => kind !== 'keys').reduce<Advice<InputName>>(
    (text, { needs }, at) =>
      at === 0 ? listInputs(needs) : advice`${text}; or ${listInputs(needs)}`,
    '',
  );
  const problem = advice`is required, with ${option('secret_key')}; or instead ${ways}. No login arrived. ${words.noLogin}${isFork ? ', and this is one' : ''}.`;
  return { input: 'access_key', problem };
}

function describeSecond(
  second: LoginMethod,
  first: LoginMethod,
  given: Given,
): readonly InputProblem[] {
  const [own, other] = [second, first].map(({ inputs }) => inputs.filter(given));
  const [input] = own ?? [];
  if (own === undefined || other === undefined || input === undefined) return [];
  const problem = advice`is part of a second login beside ${listInputs(other)}: drop ${listInputs(own)}, or ${listInputs(other)}`;
  return [{ input, problem }];
}

function listMissing(
  { needs, inputs }: LoginMethod,
  given: Given,
  { empty }: Words,
): readonly InputProblem[] {
  const there = inputs.filter(given);
  return needs
    .filter((input) => !given(input))
    .map((input) => ({
      input,
      problem: advice`is missing beside ${listInputs(there)} (${empty})`,
    }));
}

/** Inputs that only mean something beside others. */
function listStray(given: Given, { empty }: Words): readonly InputProblem[] {
  const pairs = [
    ['agency_name', 'agency_domain_name'],
    ['agency_domain_name', 'agency_name'],
  ] as const;
  const halves = pairs
    .filter(([input, other]) => given(other) && !given(input))
    .map(([input, other]) => ({
      input,
      problem: advice`is missing beside ${option(other)} (${empty})`,
    }));
  const isOidc = given('identity_provider') || given('agency_urn') || given('provider_urn');
  const strays: InputProblem[] = [...halves];
  if (given('oidc_audience') && !isOidc) {
    const problem = advice`means nothing without ${option('identity_provider')}, or ${option('agency_urn')} and ${option('provider_urn')}`;
    strays.push({ input: 'oidc_audience', problem });
  }
  if (given('sts_endpoint') && !given('agency_urn')) {
    strays.push({
      input: 'sts_endpoint',
      problem: advice`means nothing without ${option('agency_urn')}`,
    });
  }
  return strays;
}

/** Exactly one way to log in, and all of it. */
export function findLoginProblems(given: Given, setting: LoginSetting): readonly InputProblem[] {
  const [first, ...others] = startedMethods(given);
  if (first === undefined) return [describeNone(setting), ...listStray(given, setting.words)];
  const doubled = others.flatMap((second) => describeSecond(second, first, given));
  const missing = others.length > 0 ? [] : listMissing(first, given, setting.words);
  return [...missing, ...doubled, ...listStray(given, setting.words)];
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
    ...Object.fromEntries(fields.map((field) => [field.name, values[inputsOf([field])[0] ?? '']])),
    ...(hasIdToken && { getIdToken: getIdToken(inputs.oidc_audience) }),
  };
  const { agency_name: agencyName, agency_domain_name: agencyDomainName } = inputs;
  return parseCredentials(
    agencyName === undefined ? base : { kind: 'agency', agencyName, agencyDomainName, base },
  );
}
