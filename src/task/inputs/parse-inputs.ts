import { InputError } from '../../errors/request-errors.ts';
import { findInvisible } from '../../runtime/invisible.ts';
import { type Words, writeInputs } from '../words.ts';
import { findCloudsFileProblem } from './environment.ts';
import { listEndpoints } from './field-parsers.ts';
import { areComplete, freeTexts, type InputName, type Inputs } from './fields.ts';
import { toCredentials } from './login.ts';
import { describeMisspelt } from './misspelt.ts';
import type { InputProblem } from './problems.ts';
import type { RawInputs } from './raw-inputs.ts';
import { checkInputs, type InputFacts } from './rules.ts';

function describeLogin(
  { methods, given, setting }: InputFacts,
  { loginSource }: RawInputs,
): string {
  const [method] = methods;
  const agency = given('agency_name') ? ', assuming an agency' : '';
  return `Logging in with ${method?.title} from ${loginSource ?? setting.words.given}${agency}`;
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
    login: describeLogin(facts, raw),
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

/** A text can look right, and be wrong for a character that came along when it was copied. */
function findUnseen({ input }: InputProblem, { values }: RawInputs): string {
  if (Object.hasOwn(freeTexts, input)) return '';
  // Lists have line breaks, and blanks beside them.
  const found = findInvisible((values[input] ?? '').replace(/[\r\n\t]/g, ' '));
  return found === undefined ? '' : ` (it has ${found})`;
}

/** The problems by the names that the texts were given under. */
function explainProblems(found: readonly InputProblem[], facts: InputFacts, raw: RawInputs) {
  const { methods, setting } = facts;
  const nameOf = (input: InputName, value?: string) =>
    raw.names[input] ?? setting.words.input(input, value);
  const missing = found
    .map(({ input }) => input)
    .filter((input) => raw.values[input] === undefined);
  const cloudsFile = findCloudsFileProblem(raw.env, missing);
  const isSaid = cloudsFile !== undefined && methods.length === 0;
  const problems = found
    .filter(({ input }) => !isSaid || input !== 'access_key')
    .map((one) => ({
      input: nameOf(one.input),
      problem: `${writeInputs(one.problem, { input: nameOf })}${findUnseen(one, raw)}`,
    }));
  if (cloudsFile === undefined) return problems;
  const problem = writeInputs(cloudsFile.problem, setting.words);
  return [...problems, { input: cloudsFile.input, problem }];
}

/** What the inputs ask for, or everything that is wrong with them. */
export type ParsedInputs = { readonly jobSummary: boolean } & (
  | { readonly inputs: TaskInputs }
  | { readonly error: InputError }
);

/** Parses each input once. Whether to write a summary is told also when another input is wrong. */
export function parseInputs(raw: RawInputs, words: Words): ParsedInputs {
  const { facts, problems } = checkInputs(raw.values, { isFork: raw.isFork, words });
  const { inputs } = facts;
  const jobSummary = inputs.job_summary ?? true;
  const misspelt = raw.misspelt.map((one) => describeMisspelt(one, words));
  return problems.length + misspelt.length === 0 && areComplete(inputs)
    ? { jobSummary, inputs: toTaskInputs(inputs, facts, raw) }
    : {
        jobSummary,
        error: new InputError([...misspelt, ...explainProblems(problems, facts, raw)]),
      };
}
