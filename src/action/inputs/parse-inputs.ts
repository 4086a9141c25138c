import { getInput, setSecret } from '@actions/core';
import * as v from 'valibot';
import { type BaseCredentials, type Credentials, findInvisible } from '../../auth/credentials.ts';
import { InputError } from '../../errors/request-errors.ts';
import { createIdTokenGetter } from '../github.ts';
import {
  type Environment,
  findCloudsFileProblem,
  listEnvironmentSecrets,
  readEnvironmentInputs,
  SECRET_INPUTS,
  trimInput,
} from './environment.ts';
import { inputFields } from './fields.ts';
import { findStartedMethods, LOGIN_INPUTS } from './login.ts';
import { type Inputs, inputSchema, readTargets } from './rules.ts';

const order = Object.keys(inputFields);

function describeLogin({ values, loginSource }: RawInputs): string {
  const [method] = findStartedMethods((input) => values[input] !== undefined);
  const agency = values['agency_name'] === undefined ? '' : ', taking on an agency';
  return `Logging in with ${method?.title} from ${loginSource}${agency}`;
}

function toActionInputs(inputs: Inputs, raw: RawInputs) {
  const { endpoint } = inputs;
  const targets = readTargets(raw.values);
  const any =
    endpoint?.any && Object.fromEntries(targets.map(({ service }) => [service, endpoint.any]));
  return {
    /** An id is empty where only the instance's name is known. */
    targets,
    instanceName: inputs.instance_name,
    order: {
      name: inputs.name,
      description: inputs.description,
      databases: inputs.databases,
    },
    client: {
      cloud: inputs.cloud,
      region: inputs.region,
      projectId: inputs.project_id,
      projectName: inputs.project_name,
      endpoints: { ...endpoint?.byService, ...any },
      iamEndpoint: inputs.iam_endpoint,
      stsEndpoint: inputs.sts_endpoint,
      credentials: toCredentials(inputs, (audience) => createIdTokenGetter(raw.env, audience)),
      language: inputs.language,
    },
    login: describeLogin(raw),
    /** A token as it is: nobody can renew it. */
    hasFixedToken: inputs.token !== undefined && inputs.agency_name === undefined,
    wait: inputs.wait,
    waitTimeoutMs: inputs.wait_timeout,
    /** Default: as long as the step may take; without waiting for the backup, ten minutes. */
    busyTimeoutMs: inputs.busy_timeout,
    reuseExisting: inputs.reuse_existing,
    keepLast: inputs.keep_last,
    concurrency: inputs.concurrency,
    failFast: inputs.fail_fast,
    dryRun: inputs.dry_run,
    jobSummary: inputs.job_summary,
  };
}

/** What the step was asked to do, checked and in the library's terms. */
export type ActionInputs = ReturnType<typeof toActionInputs>;

/** Speaks of the variables that stand in for inputs, where a text lists inputs. */
const renameInputs = (text: string, names: RawInputs['names']) =>
  text.replace(/beside [a-z_]+(?: and [a-z_]+)*/g, (part) =>
    part.replace(/[a-z_]+/g, (word) => names[word] ?? word),
  );

/** A text can look right, and be wrong for a character that came along when it was copied. */
function addInvisible(problem: string, text: string): string {
  // Lists have line breaks, and blanks beside them.
  const found = findInvisible(text.replace(/[\r\n\t]/g, ' '));
  return found === undefined || problem.includes(found) ? problem : `${problem} (it has ${found})`;
}

/** @throws InputError with every problem, in the order of action.yml. */
export function parseInputs(raw: RawInputs): ActionInputs {
  const result = v.safeParse(inputSchema, raw.values);
  if (result.success) return toActionInputs(result.output, raw);
  const found = result.issues
    .map((issue) => ({ input: v.getDotPath(issue) ?? '', problem: issue.message }))
    .map(({ input, problem }) => ({
      input,
      problem: addInvisible(problem, raw.values[input] ?? ''),
    }))
    .sort((a, b) => order.indexOf(a.input) - order.indexOf(b.input));
  const hasLogin = findStartedMethods((input) => raw.values[input] !== undefined).length > 0;
  const cloudsFile = hasLogin ? undefined : findCloudsFileProblem(raw.env);
  const isReplaced = (input: string) => cloudsFile !== undefined && input === 'access_key';
  const problems = found
    .filter(({ input }) => !isReplaced(input))
    .map(({ input, problem }) => ({
      input: raw.names[input] ?? input,
      problem: renameInputs(problem, raw.names),
    }));
  throw new InputError(cloudsFile === undefined ? problems : [...problems, cloudsFile]);
}

/** Whether to write a summary, also when another input is wrong. */
export function wantsSummary({ values }: RawInputs): boolean {
  const parsed = v.safeParse(inputFields.job_summary, values['job_summary']);
  return !parsed.success || parsed.output;
}

/** What the step was given, before anything is made of it. */
interface RawInputs {
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

type GetIdToken = (audience: string | undefined) => () => Promise<string>;

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

/** The library's credentials from inputs that the schema has found to be one complete login. */
function toCredentials(inputs: Inputs, getIdToken: GetIdToken): Credentials {
  const base = toBaseCredentials(inputs, getIdToken);
  const { agency_name, agency_domain_name } = inputs;
  if (agency_name === undefined || agency_domain_name === undefined) return base;
  return { kind: 'agency', agencyName: agency_name, agencyDomainName: agency_domain_name, base };
}
