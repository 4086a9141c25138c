import type { Problem } from '../../errors/request-errors.ts';
import { ENVIRONMENT_FAMILIES, type EnvironmentFamily } from './environment-families.ts';
import { SECRET_INPUTS } from './secret-inputs.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What stands in for inputs that were not given, and under which names it was found. */
export interface EnvironmentInputs {
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
  /** The variable that each input came from, or has to come from. */
  readonly names: Readonly<Record<string, string>>;
}

/** Within one family: keys, then token, then password. */
const METHODS = [
  {
    secrets: ['secret_key', 'security_token'],
    inputs: ['access_key', 'secret_key', 'security_token'],
  },
  { secrets: ['token'], inputs: ['token'] },
  { secrets: ['password'], inputs: ['username', 'password', 'domain_name'] },
] as const;

const PLACE = ['iam_endpoint', 'region', 'project_id', 'project_name'];

/** A password may begin or end with a blank, but no form takes one that ends with a line break. */
export const trimInput = (input: string, text: string): string =>
  input === 'password' ? text.replace(/[\r\n]+$/, '') : text.trim();

function findVariable({ variables }: EnvironmentFamily, input: string, env: Environment) {
  const names = variables[input] ?? [];
  return names.find((name) => env[name]?.trim()) ?? names[0];
}

function readFamily(family: EnvironmentFamily, env: Environment): EnvironmentInputs | undefined {
  const read = (input: string) => {
    const value = env[findVariable(family, input, env) ?? ''];
    return trimInput(input, value ?? '') || undefined;
  };
  const method = METHODS.find(({ secrets }) => secrets.some((input) => read(input) !== undefined));
  if (method === undefined) return undefined;
  const pairs = (inputs: readonly string[], find: (input: string) => string | undefined) =>
    inputs.flatMap((input) => {
      const value = find(input);
      return value === undefined ? [] : [[input, value] as const];
    });
  const place = PLACE.filter((input) => read(input) !== undefined);
  const named = pairs([...method.inputs, ...place], (input) => findVariable(family, input, env));
  return {
    title: family.title,
    values: Object.fromEntries(pairs([...method.inputs, ...place], read)),
    names: Object.fromEntries(named),
  };
}

/** The first family of which a secret is set; families are never mixed. */
export function readEnvironmentInputs(env: Environment): EnvironmentInputs | undefined {
  for (const family of ENVIRONMENT_FAMILIES) {
    const found = readFamily(family, env);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every secret of every family, to be masked whether it is used or not. */
export function listEnvironmentSecrets(env: Environment): readonly string[] {
  const names = ENVIRONMENT_FAMILIES.flatMap(({ variables }) =>
    SECRET_INPUTS.flatMap((input) => variables[input] ?? []),
  );
  const values = names.map((name) => env[name] ?? '');
  return values.flatMap((value) => [...new Set([value, value.trim()])]).filter(Boolean);
}

/** Files are not read: whoever relies on one is told what to write instead. */
export function findCloudsFileProblem(env: Environment): Problem | undefined {
  if (!env['OS_CLOUD']?.trim()) return undefined;
  const problem =
    'names an entry of clouds.yaml, which is not read: give username, password and domain_name, or access_key and secret_key, and region';
  return { input: 'OS_CLOUD', problem };
}
