import { type Environment, listEnvironmentSecrets, readEnvironmentInputs } from './environment.ts';
import { type GetIdToken, LOGIN_INPUTS, SECRET_INPUTS } from './login.ts';
import type { Misspelt } from './misspelt.ts';

/** What a step or a command was given as texts, before anything is made of it. */
export interface GivenInputs {
  /** By the input's name, without the empty ones. */
  readonly values: Readonly<Record<string, string>>;
  /** Names that are no inputs, but nearly; their values stand among the others. */
  readonly misspelt: readonly Misspelt[];
  readonly env: Environment;
  /** Whether this is a pull request from a fork, which gets no secrets. */
  readonly isFork: boolean;
  readonly getIdToken: GetIdToken;
}

/** The same, with what the environment says where no login was given. */
export interface RawInputs extends GivenInputs {
  /** What to call an input that comes, or would come, from the environment. */
  readonly names: Readonly<Record<string, string>>;
  /** Where the login comes from, if it was not given: `the environment (OS_*)`. */
  readonly loginSource?: string;
}

/** Every secret that was given, or stands in the environment, whether it is used or not. */
export const listSecrets = ({
  values,
  env,
}: Pick<GivenInputs, 'values' | 'env'>): readonly string[] => [
  ...SECRET_INPUTS.flatMap((name) => values[name] ?? []),
  ...listEnvironmentSecrets(env),
];

/** The environment logs in only where no input does, and an input always beats it. */
export function completeLogin(given: GivenInputs): RawInputs {
  const { values, env } = given;
  const hasLogin = LOGIN_INPUTS.some((name) => values[name] !== undefined);
  const found = hasLogin ? undefined : readEnvironmentInputs(env);
  if (found === undefined) return { ...given, names: {} };
  return {
    ...given,
    values: { ...found.values, ...values },
    names: Object.fromEntries(
      Object.entries(found.names).filter(([input]) => values[input] === undefined),
    ),
    loginSource: `the environment (${found.title})`,
  };
}
