import { isTransient, UncertainCreateError } from '../../errors/request-errors.ts';
import type { Backup } from '../../model.ts';
import { InterruptedError } from '../../runtime/abort.ts';
import { pollUntil } from '../../runtime/clock.ts';
import type { BackupRecord } from '../../services/service.ts';
import { findKnownName } from '../instances.ts';
import { searchRecords } from '../list.ts';
import type { BackupOrder } from '../order.ts';
import { nextPollMs } from '../wait/schedule.ts';
import { type CreateTask, isNamedAlike, matches, mayMatch, toListedBackup } from './task.ts';

/** How long a search lasts, and how many lists it needs to end without a find: a single list after a minute without any proves little. */
const SEARCH = { forMs: 60_000, lists: 4 };

/** Whether a backup has one of the names that this order may go by. */
const isNamedFor = ({ name = '' }: BackupRecord, order: BackupOrder): boolean =>
  name === order.name || (order.otherNames?.isOne(name) ?? false);

/** The completed or running backup that `reuseExisting` takes for the order; never a failed one. */
export function findUsable(order: BackupOrder, records: readonly BackupRecord[]) {
  const named = records.filter((record) => isNamedFor(record, order));
  const inState = (status: BackupRecord['status']) =>
    named.find((record) => record.status === status);
  return inState('COMPLETED') ?? inState('BUILDING');
}

/** The order's name, or the next one that failed tries of the same work have left free. */
export function chooseName(order: BackupOrder, records: readonly BackupRecord[]): string {
  const { name, otherNames } = order;
  const isTaken = (candidate: string) => records.some((record) => record.name === candidate);
  if (otherNames === undefined || !isTaken(name)) return name;
  let failures = records.filter((record) => isNamedFor(record, order)).length;
  while (isTaken(otherNames.afterFailures(failures))) failures += 1;
  return otherNames.afterFailures(failures);
}

/**
 * The manual backups of the instance that go by one of the order's names, in whatever case: of all, or
 * of those that a list has shown when they were enough. @throws ListMovedError
 */
async function listNamedAlike(
  { session, order, deadline }: CreateTask,
  isEnough: (records: readonly BackupRecord[]) => boolean,
) {
  const { service, instanceId, name } = order;
  const filter = { service, instanceId, type: 'manual' } as const;
  const { records } = await searchRecords(session, filter, isEnough, deadline.signal);
  return records.filter((record) => isNamedAlike(record, name) || isNamedFor(record, order));
}

/** The order's own backup in a list. @throws UncertainCreateError when it can't be told which one is ours */
function pickOwn(
  task: CreateTask,
  records: readonly BackupRecord[],
  cause: unknown,
): Backup | undefined {
  const { order, expected, service, session } = task;
  const { instanceId, name: backupName } = order;
  const [own, ...others] = records.filter((record) => matches(record, expected));
  // What may be ours and can't be told to be stands in the way of a second create.
  const doubtful =
    own === undefined ? records.filter((record) => mayMatch(record, expected)) : others;
  if (doubtful.length > 0) {
    const candidates = [own, ...doubtful].flatMap((record) => record?.id ?? []);
    const { title } = service;
    const instanceName = findKnownName(session, order);
    const fields = { title, backupName, instanceId, instanceName, candidates, cause };
    throw new UncertainCreateError(fields);
  }
  if (own === undefined) return undefined;
  session.log.info(`Found it: backup ${own.id} is the one that was asked for.`);
  return toListedBackup(task, own, true);
}

/** A completed or running backup of the order's name, where the caller takes one; never a failed one. */
export function findReusable(
  task: CreateTask,
  records: readonly BackupRecord[],
): Backup | undefined {
  const record = task.reuseExisting ? findUsable(task.order, records) : undefined;
  if (record === undefined) return undefined;
  const { id, name = task.order.name } = record;
  const as = name === task.order.name ? 'has this name already' : `is of the same run (${name})`;
  task.session.log.info(`Backup ${id} ${as}: taking it instead of a new one.`);
  return { ...toListedBackup(task, record, false), name };
}

/** One reading of the list: what in it makes another create wrong. `unresolved`: of a create whose outcome is unknown. */
async function findInList(task: CreateTask, unresolved: unknown) {
  const { order, expected } = task;
  if (unresolved === undefined) {
    const isEnough = (records: readonly BackupRecord[]) => findUsable(order, records) !== undefined;
    return findReusable(task, await listNamedAlike(task, isEnough));
  }
  const isEnough = (records: readonly BackupRecord[]) =>
    records.some((record) => mayMatch(record, expected));
  return pickOwn(task, await listNamedAlike(task, isEnough), unresolved);
}

/** One look; `trouble`: the list could not be had, which may pass. `before`: what went wrong until now. */
async function lookOnce(task: CreateTask, unresolved: unknown, before: unknown) {
  try {
    return { found: await findInList(task, unresolved), trouble: undefined };
  } catch (error) {
    if (isTransient(error)) return { found: undefined, trouble: error };
    throw task.deadline.signal.aborted ? InterruptedError.explain(error, before) : error;
  }
}

/**
 * Reads the list for `forMs`, because lists lag behind, and until `lists` of them came, one after that time:
 * a list that can't be had says nothing, so it is asked for until the deadline.
 * @throws UncertainCreateError, or what went wrong last when the deadline comes first
 */
async function look(task: CreateTask, unresolved: unknown, { forMs, lists }: typeof SEARCH) {
  const { session, deadline, holdOutMs } = task;
  const { clock, random, log } = session;
  let last = unresolved;
  let count = 0;
  const polling = { clock, signal: deadline.cancelled };
  return await pollUntil<Backup | undefined>(async (elapsedMs) => {
    const { found, trouble } = await lookOnce(task, unresolved, last);
    if (trouble === undefined) count += 1;
    const isOver = trouble === undefined && elapsedMs >= forMs && count >= lists;
    if (found !== undefined || isOver) return { value: found };
    if (trouble !== undefined) log.debug(`The list could not be had: ${String(trouble)}`);
    last = trouble ?? last;
    const leftMs = Math.min(deadline.remainingMs(), Math.max(forMs, holdOutMs) - elapsedMs);
    if (leftMs <= 0) throw last;
    const untilEndMs = elapsedMs < forMs ? forMs - elapsedMs : leftMs;
    return { nextMs: Math.min(nextPollMs(elapsedMs, random), untilEndMs, leftMs) };
  }, polling);
}

/** Looks for our own backup for a minute; `undefined`: none of the lists shows it, the one after the minute included. */
export function reconcile(task: CreateTask, unresolved: unknown): Promise<Backup | undefined> {
  task.session.log.info(
    `It is not known whether backup ${task.order.name} was made: looking for it for a minute.`,
  );
  return look(task, unresolved, SEARCH);
}

/** What a list of now shows that makes the next create wrong; it holds the create back until it is had. */
export async function lookBeforeCreate(task: CreateTask, unresolved: unknown) {
  if (unresolved === undefined && !task.reuseExisting) return undefined;
  return await look(task, unresolved, { forMs: 0, lists: 1 });
}

/** One look for our own backup that a list which can't be had does not end. */
export async function tryToFindOwn(task: CreateTask, unresolved: unknown) {
  if (unresolved === undefined) return undefined;
  try {
    return await findInList(task, unresolved);
  } catch (error) {
    if (!isTransient(error)) throw error;
    return undefined;
  }
}
