import { type Advice, advice, option } from '../../errors/advice.ts';
import type { InputName } from './fields.ts';
import { SECRET_INPUTS } from './login.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a family of tools keeps what we have inputs for; the first variable that is set counts. */
interface EnvironmentFamily {
  readonly title: string;
  /** By input. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
}

/** In the order in which they are looked at. */
export const ENVIRONMENT_FAMILIES: readonly EnvironmentFamily[] = [
  {
    title: 'OS_*',
    variables: {
      access_key: ['OS_ACCESS_KEY', 'OS_ACCESS_KEY_ID'],
      secret_key: ['OS_SECRET_KEY', 'OS_ACCESS_KEY_SECRET'],
      security_token: ['OS_SECURITY_TOKEN'],
      token: ['OS_TOKEN'],
      username: ['OS_USERNAME'],
      password: ['OS_PASSWORD'],
      domain_name: ['OS_USER_DOMAIN_NAME', 'OS_DOMAIN_NAME'],
      iam_endpoint: ['OS_AUTH_URL'],
      region: ['OS_REGION_NAME'],
      project_id: ['OS_PROJECT_ID'],
      project_name: ['OS_PROJECT_NAME', 'OS_TENANT_NAME'],
    },
  },
  {
    title: 'HUAWEICLOUD_SDK_*',
    variables: {
      access_key: ['HUAWEICLOUD_SDK_AK'],
      secret_key: ['HUAWEICLOUD_SDK_SK'],
      security_token: ['HUAWEICLOUD_SDK_SECURITY_TOKEN'],
      project_id: ['HUAWEICLOUD_SDK_PROJECT_ID'],
      iam_endpoint: ['HUAWEICLOUD_SDK_IAM_ENDPOINT'],
    },
  },
  {
    title: 'HW_*',
    variables: {
      access_key: ['HW_ACCESS_KEY'],
      secret_key: ['HW_SECRET_KEY'],
      security_token: ['HW_SECURITY_TOKEN'],
      region: ['HW_REGION_NAME'],
      project_id: ['HW_PROJECT_ID'],
      project_name: ['HW_PROJECT_NAME'],
      iam_endpoint: ['HW_AUTH_URL'],
    },
  },
  {
    title: 'HUAWEI_CLOUD_*',
    variables: {
      access_key: ['HUAWEI_CLOUD_ACCESS_KEY_ID'],
      secret_key: ['HUAWEI_CLOUD_SECRET_ACCESS_KEY'],
      region: ['HUAWEI_CLOUD_REGION'],
      project_id: ['HUAWEI_CLOUD_PROJECT_ID'],
    },
  },
];

/** What stands in for inputs that were not given, and under which names it was found. */
interface EnvironmentInputs {
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

const LOCATION = ['iam_endpoint', 'region', 'project_id', 'project_name'];

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
  const location = LOCATION.filter((input) => read(input) !== undefined);
  const named = pairs([...method.inputs, ...location], (input) => findVariable(family, input, env));
  return {
    title: family.title,
    values: Object.fromEntries(pairs([...method.inputs, ...location], read)),
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

const isOfCloudsFile = (input: string) =>
  ENVIRONMENT_FAMILIES.some(({ variables }) => input in variables);

/**
 * `OS_CLOUD` names an entry of clouds.yaml. The other clients of these clouds read that; here it is
 * named wherever something that may stand there is missing. `missing`: the inputs.
 */
export function findCloudsFileProblem(env: Environment, missing: readonly string[]) {
  if (!env['OS_CLOUD']?.trim() || !missing.some(isOfCloudsFile)) return undefined;
  const problem: Advice<InputName> = advice`names an entry of clouds.yaml, which is not read: give ${option('username')}, ${option('password')} and ${option('domain_name')}, or ${option('access_key')} and ${option('secret_key')}, and ${option('region')}`;
  return { input: 'OS_CLOUD', problem } as const;
}
