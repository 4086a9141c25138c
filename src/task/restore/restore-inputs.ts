import * as v from 'valibot';
import { InputError, type Problem } from '../../errors/request-errors.ts';
import { describeMisspelt, type Misspelt } from '../inputs/misspelt.ts';
import { parseInputs, type TaskInputs } from '../inputs/parse-inputs.ts';
import type { RawInputs } from '../inputs/raw-inputs.ts';
import { hasId } from '../inputs/targets.ts';
import { ownFields, restoreInputs, WAIT_TIMEOUT } from './fields.ts';
import type { RestoreWords } from './restore-words.ts';

/** What a restore was given as texts. */
export interface RawRestore {
  /** What a backup's task has too: the source, the login and the places, under its own names. */
  readonly shared: RawInputs;
  /** What a restore alone has, without the empty ones. */
  readonly own: Readonly<Record<string, string>>;
  /** Names that are no inputs, but nearly; their values stand among the others. */
  readonly misspelt: readonly Misspelt[];
}

const ownSchema = v.object(ownFields);

type OwnInputs = v.InferOutput<typeof ownSchema>;

/** What the task is to do, checked and in the library's terms. */
export interface RestoreInputs
  extends Pick<TaskInputs, 'client' | 'login' | 'wait' | 'waitTimeoutMs' | 'dryRun'> {
  readonly instanceId: string;
  /** `undefined`: the newest one. */
  readonly backupId: string | undefined;
  readonly name: string | undefined;
  readonly password: string | undefined;
  readonly fill: OwnInputs['fill'];
}

export type ParsedRestore = { readonly jobSummary: boolean } & (
  | { readonly inputs: RestoreInputs }
  | { readonly error: InputError }
);

function readOwn(own: RawRestore['own']) {
  const result = v.safeParse(ownSchema, own);
  const problems = (result.issues ?? []).map((issue): Problem => {
    const [{ key } = { key: '' }] = issue.path ?? [];
    return { input: String(key), problem: issue.message };
  });
  return { values: result.success ? result.output : undefined, problems };
}

const isTrue = (text: string | undefined) => /^true$/i.test(text ?? '');

/** Every rule about more than one input. */
function findRuleProblems({ shared, own }: RawRestore, words: RestoreWords): readonly Problem[] {
  const problems: Problem[] = [];
  const note = (isWrong: boolean, input: string, problem: string) => {
    if (isWrong) problems.push({ input, problem });
  };
  const isNewest = isTrue(own['newest']);
  const newest = words.own('newest', 'true');
  const ids = shared.values['instance_id'];
  note(
    ids === undefined,
    'instance_id',
    'is required: write the id of the instance that the backup is of',
  );
  note(
    /[,\n]/.test(ids?.trim() ?? ''),
    'instance_id',
    'has several ids, and one backup is restored: write one',
  );
  note(
    own['backup_id'] === undefined && !isNewest,
    'backup_id',
    `is required: write the id of the backup; or ${newest}`,
  );
  note(
    own['backup_id'] !== undefined && isNewest,
    'backup_id',
    `is one backup, and ${newest} another: leave one of them out`,
  );
  note(
    own['password'] === undefined && !isTrue(shared.values['dry_run']),
    'password',
    `is required: give the new password of the new instance’s administrator (${words.empty})`,
  );
  return problems;
}

/** Parses each input once; all that is wrong is told at once. */
export function parseRestore(raw: RawRestore, words: RestoreWords): ParsedRestore {
  const { shared, own, misspelt } = raw;
  const parsed = parseInputs(
    { ...shared, values: { wait_timeout: WAIT_TIMEOUT, ...shared.values, service: 'rds' } },
    words,
  );
  const { jobSummary } = parsed;
  const { values, problems } = readOwn(own);
  const toOwn = (problem: Problem): Problem => ({ ...problem, input: words.own(problem.input) });
  const ofOwn = [...problems, ...findRuleProblems(raw, words)].map(toOwn);
  const said = ofOwn.map(({ input }) => input);
  const ofShared = 'error' in parsed ? parsed.error.problems : [];
  const all = [...ofShared.filter(({ input }) => !said.includes(input)), ...ofOwn];
  const order = Object.keys(restoreInputs).map((name) => words.own(name));
  const orderOf = ({ input }: Problem) => (order.includes(input) ? order.indexOf(input) : 99);
  const near = misspelt.map((one) => describeMisspelt(one, { input: words.own }));
  if ('error' in parsed || values === undefined || all.length + near.length > 0) {
    const sorted = all.toSorted((a, b) => orderOf(a) - orderOf(b));
    return { jobSummary, error: new InputError([...near, ...sorted]) };
  }
  const { client, login, wait, waitTimeoutMs, dryRun, targets } = parsed.inputs;
  // That there is one is a rule of its own.
  const [{ instanceId } = { instanceId: '' }] = targets.filter(hasId);
  return {
    jobSummary,
    inputs: {
      ...{ client, login, wait, waitTimeoutMs, dryRun, instanceId },
      ...{ backupId: values.backup_id, name: values.name },
      ...{ password: values.password, fill: values.fill },
    },
  };
}
