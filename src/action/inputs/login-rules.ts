import type { Problem } from '../../errors/request-errors.ts';
import {
  findStartedMethods,
  type Given,
  LOGIN_METHODS,
  type LoginMethod,
} from './login-methods.ts';

const EMPTY = '(a secret that is not set arrives empty)';

const list = (inputs: readonly string[]) => inputs.join(' and ');

function describeNone(): Problem {
  const ways = LOGIN_METHODS.filter(({ kind }) => kind !== 'keys').map(({ needs }) => list(needs));
  const problem = `is required, with secret_key; or instead ${ways.join('; or ')} ${EMPTY}`;
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

/** Exactly one way to log in, and all of it. */
export function findLoginProblems(given: Given): readonly Problem[] {
  const [first, ...others] = findStartedMethods(given);
  if (first === undefined) return [describeNone(), ...listStray(given)];
  const doubled = others.map((second) => describeSecond(second, first, given));
  const missing = others.length > 0 ? [] : listMissing(first, given);
  return [...missing, ...doubled, ...listStray(given)];
}
