import { getInput, setSecret } from '@actions/core';
import {
  type Environment,
  listEnvironmentSecrets,
  readEnvironmentInputs,
  trimInput,
} from './environment-inputs.ts';
import { inputFields } from './input-fields.ts';
import { LOGIN_INPUTS } from './login-methods.ts';
import { SECRET_INPUTS } from './secret-inputs.ts';

/** What the step was given, before anything is made of it. */
export interface RawInputs {
  /** By the input's name, without the empty ones. */
  readonly values: Readonly<Record<string, string>>;
  /** What to call an input that comes, or would come, from the environment. */
  readonly names: Readonly<Record<string, string>>;
  /** Where the login comes from: `the inputs`, `the environment (OS_*)`. */
  readonly loginSource: string;
  readonly env: Environment;
}

const inputNames = Object.keys(inputFields);

/**
 * Reads every input and the environment, once; secrets are masked here, before anything can go
 * wrong. The environment logs in only where no input does, and an input always beats it.
 */
export function readInputs(env: Environment): RawInputs {
  const read = (name: string) => trimInput(name, getInput(name, { trimWhitespace: false }));
  const entries = inputNames.map((name) => [name, read(name)] as const);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const secrets = SECRET_INPUTS.flatMap((name) => given[name] ?? []);
  for (const secret of [...secrets, ...listEnvironmentSecrets(env)]) setSecret(secret);

  const hasLogin = LOGIN_INPUTS.some((name) => given[name] !== undefined);
  const found = hasLogin ? undefined : readEnvironmentInputs(env);
  if (found === undefined) return { values: given, names: {}, loginSource: 'the inputs', env };
  return {
    values: { ...found.values, ...given },
    names: Object.fromEntries(
      Object.entries(found.names).filter(([input]) => given[input] === undefined),
    ),
    loginSource: `the environment (${found.title})`,
    env,
  };
}
