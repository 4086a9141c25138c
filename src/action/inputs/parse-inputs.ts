import * as v from 'valibot';
import { findInvisible } from '../../auth/credential-problems.ts';
import { InputError } from '../../errors/request-errors.ts';
import { createIdTokenGetter } from '../github-id-token.ts';
import { findCloudsFileProblem } from './environment-inputs.ts';
import { inputFields } from './input-fields.ts';
import { type Inputs, inputSchema, readTargets } from './input-schema.ts';
import { findStartedMethods } from './login-methods.ts';
import type { RawInputs } from './read-inputs.ts';
import { toCredentials } from './to-credentials.ts';

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
