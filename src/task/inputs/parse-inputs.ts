import { getInput, setSecret } from '@actions/core';
import { createIdTokenGetter, isForkEvent } from '../../action/github.ts';
import { findInvisible } from '../../auth/credentials.ts';
import { InputError, type Problem } from '../../errors/request-errors.ts';
import {
  type Environment,
  findCloudsFileProblem,
  listEnvironmentSecrets,
  readEnvironmentInputs,
  SECRET_INPUTS,
  trimInput,
} from './environment.ts';
import { listEndpoints } from './field-parsers.ts';
import { areComplete, type Inputs, inputFields } from './fields.ts';
import { LOGIN_INPUTS, toCredentials } from './login.ts';
import { describeMisspelt, listMisspelt } from './misspelt.ts';
import { checkInputs, type InputFacts } from './rules.ts';

/** What the step was given, before anything is made of it. */
interface RawInputs {
  /** By the input's name, without the empty ones. */
  readonly values: Readonly<Record<string, string>>;
  /** What to call an input that comes, or would come, from the environment. */
  readonly names: Readonly<Record<string, string>>;
  /** Where the login comes from: `the inputs`, `the environment (OS_*)`. */
  readonly loginSource: string;
  /** Names that are no inputs, but nearly; their values stand among the others. */
  readonly misspelt: readonly Problem[];
  readonly env: Environment;
}

/**
 * Reads every input and the environment, once; secrets are masked here, before anything can go
 * wrong. The environment logs in only where no input does, and an input always beats it.
 */
export function readInputs(env: Environment): RawInputs {
  const read = (name: string) => trimInput(name, getInput(name, { trimWhitespace: false }));
  const entries = Object.keys(inputFields).map((name) => [name, read(name)] as const);
  const right = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const near = listMisspelt(env, right);
  const misspelt = near.map(describeMisspelt);
  const asMeant = Object.fromEntries(near.map(({ meant, value }) => [meant, value]));
  const given: Readonly<Record<string, string>> = { ...right, ...asMeant };
  const secrets = SECRET_INPUTS.flatMap((name) => given[name] ?? []);
  for (const secret of [...secrets, ...listEnvironmentSecrets(env)]) setSecret(secret);

  const hasLogin = LOGIN_INPUTS.some((name) => given[name] !== undefined);
  const found = hasLogin ? undefined : readEnvironmentInputs(env);
  const own = { misspelt, env };
  if (found === undefined) return { values: given, names: {}, loginSource: 'the inputs', ...own };
  return {
    values: { ...found.values, ...given },
    names: Object.fromEntries(
      Object.entries(found.names).filter(([input]) => given[input] === undefined),
    ),
    loginSource: `the environment (${found.title})`,
    ...own,
  };
}

function describeLogin({ methods, given }: InputFacts, loginSource: string): string {
  const [method] = methods;
  const agency = given('agency_name') ? ', assuming an agency' : '';
  return `Logging in with ${method?.title} from ${loginSource}${agency}`;
}

function toActionInputs(inputs: Inputs, facts: InputFacts, { env, loginSource }: RawInputs) {
  const { targets, services } = facts;
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
      endpoints: listEndpoints(inputs.endpoint, services),
      iamEndpoint: inputs.iam_endpoint,
      stsEndpoint: inputs.sts_endpoint,
      credentials: toCredentials(inputs, (audience) => createIdTokenGetter(env, audience)),
      language: inputs.language,
    },
    login: describeLogin(facts, loginSource),
    /** A token as it is: nobody can renew it. */
    hasFixedToken: inputs.token !== undefined && inputs.agency_name === undefined,
    wait: inputs.wait,
    waitTimeoutMs: inputs.wait_timeout,
    /** Default: as long as the step may take; without waiting for the backup, ten minutes. */
    busyTimeoutMs: inputs.busy_timeout,
    reuseExisting: inputs.reuse_existing,
    /** What retention goes by; `undefined`: nothing is to be deleted. */
    retention:
      inputs.keep_last === undefined && inputs.keep_days === undefined
        ? undefined
        : { keepLast: inputs.keep_last, keepDays: inputs.keep_days },
    concurrency: inputs.concurrency,
    failFast: inputs.fail_fast,
    dryRun: inputs.dry_run,
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

/** The problems as the step tells them: by the names that the texts were given under. */
function explainProblems(found: readonly Problem[], { methods }: InputFacts, raw: RawInputs) {
  const cloudsFile = methods.length > 0 ? undefined : findCloudsFileProblem(raw.env);
  const problems = found
    .filter(({ input }) => cloudsFile === undefined || input !== 'access_key')
    .map(({ input, problem }) => ({
      input: raw.names[input] ?? input,
      problem: renameInputs(addInvisible(problem, raw.values[input] ?? ''), raw.names),
    }));
  return cloudsFile === undefined ? problems : [...problems, cloudsFile];
}

/** What the inputs ask for, or everything that is wrong with them. */
export type ParsedInputs = { readonly jobSummary: boolean } & (
  | { readonly inputs: ActionInputs }
  | { readonly error: InputError }
);

/** Parses each input once. Whether to write a summary is told also when another input is wrong. */
export function parseInputs(raw: RawInputs): ParsedInputs {
  const { facts, problems } = checkInputs(raw.values, isForkEvent(raw.env));
  const { inputs } = facts;
  const jobSummary = inputs.job_summary ?? true;
  const { misspelt } = raw;
  return problems.length + misspelt.length === 0 && areComplete(inputs)
    ? { jobSummary, inputs: toActionInputs(inputs, facts, raw) }
    : {
        jobSummary,
        error: new InputError([...misspelt, ...explainProblems(problems, facts, raw)]),
      };
}
