import type { BackupOutcome } from '../backup/create/create-backups.ts';
import type { CallOptions } from '../backup/deadline.ts';
import type { BackupOrder } from '../backup/order.ts';
import { UNCHECKED } from '../backup/preflight.ts';
import type { PruneReport, PruneRule } from '../backup/prune.ts';
import type { SharedLists } from '../backup/shared-lists.ts';
import { ApiError } from '../errors/api-error.ts';
import { BackupError, CancelledError, DeadlineError } from '../errors/backup-error.ts';
import type { Backup } from '../model.ts';
import { formatDuration } from '../runtime/text.ts';
import { createEarlierTest, createMarkerTest } from './backup-name.ts';
import { isOfOwner } from './origin.ts';
import { describeError } from './report/errors.ts';
import { nameTarget, type TaskCheck } from './report/report.ts';
import type { Task } from './task.ts';
import type { Words } from './words.ts';

const HOUR_MS = 3_600_000;

type Retention = NonNullable<Task['inputs']['retention']>;

/** The part of the rule that dry run and deletion share. */
function buildPruneRule(
  { inputs, context: { clock, startMs } }: Task,
  rule: Retention & Pick<PruneRule, 'isOurs'>,
) {
  // A migration of another run stands on its backup for about as long as a run may last.
  const minAgeMs = Math.max(HOUR_MS, inputs.waitTimeoutMs);
  return { ...rule, minAgeMs, runningMs: clock.monotonicMs() - startMs };
}

/** `keep_last: 7, keep_days: 30`: as it was asked for. */
const describeRule = ({ keepLast, keepDays }: Retention, words: Words): string =>
  [
    ...(keepLast === undefined ? [] : [words.input('keep_last', `${keepLast}`)]),
    ...(keepDays === undefined ? [] : [words.input('keep_days', `${keepDays}`)]),
  ].join(', ');

const NOTHING: PruneReport = { deleted: [], kept: [], young: [] };

interface Completed extends Pick<BackupOutcome, 'instanceName'> {
  readonly backup: Backup;
}

/** Deletes older backups of one instance. */
async function pruneOne(
  { client, context: { log } }: Task,
  { backup, instanceName }: Completed,
  { rule, limits }: { readonly rule: PruneRule; readonly limits: CallOptions },
): Promise<PruneReport> {
  try {
    return await client.pruneBackups(backup, rule, limits);
  } catch (error) {
    // What ended it is told in the end.
    if (error instanceof CancelledError || error instanceof DeadlineError) return NOTHING;
    const why = error instanceof BackupError ? error.message : String(error);
    const text = `Retention of ${nameTarget(backup, instanceName)}: ${why}`;
    log.warning(`${text} Nothing was deleted there.`);
    return NOTHING;
  }
}

/** Whether the cloud wants fewer calls: it would not take those of the next instance either. */
const isThrottled = ({ kept }: PruneReport) =>
  kept.some(({ error }) => error instanceof ApiError && error.kind === 'throttled');

function describeYoung(count: number, minAgeMs: number, { apart }: Words): string {
  const what = count === 1 ? '1 older backup stays' : `${count} older backups stay`;
  const since = formatDuration(minAgeMs);
  return `Retention: ${what} for now, because another run may stand on what ended less than ${since} ago; a later run deletes them. ${apart}`;
}

/** Knows the workflow's own backups by their names. */
interface OwnNames {
  readonly isOurs: (name: string) => boolean;
  /** What to say of those that were seen with a name of an earlier version, which told no servers apart. */
  describeEarlier(): string | undefined;
}

/** @throws BackupError where the workflow's own backups can't be told from others */
async function readOwnNames({ readOrigin }: Task['context']): Promise<OwnNames> {
  const run = await readOrigin();
  const [isOurs, isEarlier] = [createMarkerTest(run), createEarlierTest(run)];
  const earlier = new Set<string>();
  return {
    isOurs(name) {
      if (isEarlier(name)) earlier.add(name);
      return isOurs(name);
    },
    describeEarlier() {
      const { size } = earlier;
      if (size === 0 || isOfOwner(run)) return undefined;
      const what = size === 1 ? '1 backup has a name' : `${size} backups have names`;
      return `${what} of an earlier version of this action, in which the server (${run.serverUrl}) had no part: another server’s workflow may have made them, so they are left alone.`;
    },
  };
}

/** `undefined` where the workflow's own backups can't be told from others. */
async function tryToReadOwnNames({ context }: Task): Promise<OwnNames | undefined> {
  try {
    return await readOwnNames(context);
  } catch (error) {
    const { log, words } = context;
    log.warning(`Retention: ${describeError(error, words).message} Nothing was deleted.`);
    return undefined;
  }
}

/** After completed backups, and only then: deletes older ones of this workflow. Nothing here fails the step. */
export async function pruneOld(task: Task, outcomes: readonly BackupOutcome[]): Promise<void> {
  const { inputs, context, report, remainingMs } = task;
  const { signal, log, words } = context;
  const { retention } = inputs;
  if (retention === undefined) return;
  const own = await tryToReadOwnNames(task);
  if (own === undefined) return;
  const { isOurs } = own;
  const isOver = () => signal.aborted || remainingMs() === 0;
  // Whatever this step has made stays, should a list show it under another instance too.
  const stay = outcomes.flatMap(({ backup }) => backup?.id ?? []);
  const { minAgeMs } = buildPruneRule(task, { ...retention, isOurs });
  const deletedIds: string[] = [];
  let youngCount = 0;
  for (const { backup, instanceName } of outcomes) {
    if (backup === undefined || isOver()) continue;
    const rule = { ...buildPruneRule(task, { ...retention, isOurs }), stay };
    const limits = { signal, timeoutMs: remainingMs() };
    const report = await pruneOne(task, { backup, instanceName }, { rule, limits });
    deletedIds.push(...report.deleted.map(({ id }) => id));
    youngCount += report.young.length;
    if (isThrottled(report)) break;
  }
  report.update({ deletedIds });
  const what = deletedIds.length === 1 ? 'backup' : 'backups';
  log.info(
    `Retention (${describeRule(retention, words)}): deleted ${deletedIds.length} older ${what}.`,
  );
  if (youngCount > 0) log.info(describeYoung(youngCount, minAgeMs, words));
  const earlier = own.describeEarlier();
  if (earlier !== undefined) log.info(`Retention: ${earlier}`);
  if (!isOver()) return;
  const why = signal.aborted
    ? `the ${words.work} was cancelled`
    : `${words.input('wait_timeout')} is over`;
  log.warning(`Retention ended early, because ${why}: older backups may be left for the next run.`);
}

/** What retention would delete, as one more check. */
export async function checkRetention(
  task: Task,
  order: BackupOrder,
  lists: SharedLists,
): Promise<readonly TaskCheck[]> {
  const { inputs, context, client, remainingMs } = task;
  const { retention } = inputs;
  if (retention === undefined) return [];
  const check = { id: 'retention', title: 'Retention' } as const;
  const limits = { signal: context.signal, timeoutMs: remainingMs() };
  try {
    const { isOurs, describeEarlier } = await readOwnNames(context);
    const rule = buildPruneRule(task, { ...retention, isOurs });
    const old = await client.findOldBackupsBy(lists, order, rule, limits);
    const list = old.map(({ id, name, beginTime }) => `${id} (${name}, ${beginTime})`).join(', ');
    const what = `Would delete ${old.length}${list && `: ${list}`}.`;
    const text = [what, describeEarlier()].filter(Boolean).join(' ');
    return [{ ...check, verdict: 'passed', text }];
  } catch (error) {
    if (error instanceof CancelledError) throw new CancelledError(undefined, UNCHECKED);
    const { words } = context;
    if (error instanceof DeadlineError) {
      const text = `${words.input('wait_timeout')} is over.`;
      return [{ ...check, verdict: 'not checked', text }];
    }
    const { message } = describeError(error, words);
    return [{ ...check, verdict: 'warning', text: `Would delete nothing. ${message}` }];
  }
}
