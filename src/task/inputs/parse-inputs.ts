import { InputError, type Problem } from '../../errors/request-errors.ts';
import { findInvisible } from '../../runtime/invisible.ts';
import { findCloudsFileProblem } from './environment.ts';
import { listEndpoints } from './field-parsers.ts';
import { areComplete, type Inputs } from './fields.ts';
import { toCredentials } from './login.ts';
import type { RawInputs } from './raw-inputs.ts';
import { checkInputs, type InputFacts } from './rules.ts';

function describeLogin({ methods, given }: InputFacts, loginSource: string): string {
  const [method] = methods;
  const agency = given('agency_name') ? ', assuming an agency' : '';
  return `Logging in with ${method?.title} from ${loginSource}${agency}`;
}

function toTaskInputs(inputs: Inputs, facts: InputFacts, raw: RawInputs) {
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
      credentials: toCredentials(inputs, raw.getIdToken),
      language: inputs.language,
    },
    login: describeLogin(facts, raw.loginSource),
    /** A token as it is: nobody can renew it. */
    hasFixedToken: inputs.token !== undefined && inputs.agency_name === undefined,
    wait: inputs.wait,
    waitTimeoutMs: inputs.wait_timeout,
    /** Default: as long as the task may take; without waiting for the backup, ten minutes. */
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

/** What the task is to do, checked and in the library's terms. */
export type TaskInputs = ReturnType<typeof toTaskInputs>;

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

/** The problems by the names that the texts were given under. */
function explainProblems(found: readonly Problem[], { methods }: InputFacts, raw: RawInputs) {
  const missing = found
    .map(({ input }) => input)
    .filter((input) => raw.values[input] === undefined);
  const cloudsFile = findCloudsFileProblem(raw.env, missing);
  const isSaid = cloudsFile !== undefined && methods.length === 0;
  const problems = found
    .filter(({ input }) => !isSaid || input !== 'access_key')
    .map(({ input, problem }) => ({
      input: raw.names[input] ?? input,
      problem: renameInputs(addInvisible(problem, raw.values[input] ?? ''), raw.names),
    }));
  return cloudsFile === undefined ? problems : [...problems, cloudsFile];
}

/** What the inputs ask for, or everything that is wrong with them. */
export type ParsedInputs = { readonly jobSummary: boolean } & (
  | { readonly inputs: TaskInputs }
  | { readonly error: InputError }
);

/** Parses each input once. Whether to write a summary is told also when another input is wrong. */
export function parseInputs(raw: RawInputs): ParsedInputs {
  const { facts, problems } = checkInputs(raw.values, raw.isFork);
  const { inputs } = facts;
  const jobSummary = inputs.job_summary ?? true;
  const { misspelt } = raw;
  return problems.length + misspelt.length === 0 && areComplete(inputs)
    ? { jobSummary, inputs: toTaskInputs(inputs, facts, raw) }
    : {
        jobSummary,
        error: new InputError([...misspelt, ...explainProblems(problems, facts, raw)]),
      };
}
