import type { Problem } from '../errors/input-error.ts';

/** Which inputs arrived with a value. */
export type Given = (input: string) => boolean;

const EMPTY = '(a secret that is not set arrives empty)';

/** Exactly one way to log in, and all of it. */
export function findLoginProblems(given: Given): readonly Problem[] {
  const keys = ['access_key', 'secret_key', 'security_token'].filter(given);
  if (given('token') && keys.length > 0) {
    const problem = `is a second login beside ${keys.join(', ')}: drop one of the two`;
    return [{ input: 'token', problem }];
  }
  if (given('token')) return [];
  if (keys.length === 0) {
    const problem = `is required, with secret_key; or give token instead ${EMPTY}`;
    return [{ input: 'access_key', problem }];
  }
  return ['access_key', 'secret_key']
    .filter((input) => !given(input))
    .map((input) => ({ input, problem: `is missing beside ${keys.join(', ')} ${EMPTY}` }));
}
