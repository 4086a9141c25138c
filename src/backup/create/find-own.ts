import { BackupError, CancelledError, DeadlineError } from '../../errors/backup-error.ts';
import {
  InputError,
  isTransient,
  UncertainCreateError,
  type UncertaintyKind,
} from '../../errors/request-errors.ts';
import type { Backup } from '../../model.ts';
import { InterruptedError } from '../../runtime/abort.ts';
import { pollUntil } from '../../runtime/clock.ts';
import { formatDuration } from '../../runtime/text.ts';
import type { BackupRecord } from '../../services/service.ts';
import { findKnownName } from '../instances.ts';
import { searchRecords } from '../list.ts';
import type { BackupOrder } from '../order.ts';
import { nextPollMs } from '../wait/pauses.ts';
import { type OwnSearch, toListedBackup } from './creation.ts';
import { type Doubt, LIST_LAG_MS } from './doubt.ts';
import { findOwner, isNamedAlike, matches, mayMatch } from './ownership.ts';

/** What a search without a find has read: a single list after a minute without any proves little. */
const LEAST_LISTS = 4;

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

/**
 * The order's name, or the next one that failed tries of the same work have left free.
 * @throws InputError where the caller's own function gives none
 */
export function chooseName(order: BackupOrder, records: readonly BackupRecord[]): string {
  const { name, otherNames } = order;
  const isTaken = (candidate: string) => records.some((record) => record.name === candidate);
  if (otherNames === undefined || !isTaken(name)) return name;
  const failures = records.filter((record) => isNamedFor(record, order)).length;
  // Names that differ can't all be taken.
  for (let more = 0; more <= records.length; more += 1) {
    const next = otherNames.afterFailures(failures + more);
    if (!isTaken(next)) return next;
  }
  const problem = 'must give a name of its own for each number of failures';
  throw new InputError([{ input: 'otherNames.afterFailures', problem }]);
}

/**
 * The manual backups of the instance that go by one of the order's names, in whatever case: of all, or
 * of those that a list has shown when they were enough. @throws ListMovedError
 */
async function listNamedAlike(
  { session, order, deadline }: OwnSearch,
  isEnough: (records: readonly BackupRecord[]) => boolean,
) {
  const { service, instanceId, name } = order;
  const filter = { service, instanceId, type: 'manual' } as const;
  const { records } = await searchRecords(session, filter, isEnough, deadline.signal);
  return records.filter((record) => isNamedAlike(record, name) || isNamedFor(record, order));
}

/** That a backup may exist and can't be told to be ours; `candidates` are those that may be. */
export function createUncertainty(
  { order, service: { title }, session }: OwnSearch,
  { kind, cause }: { readonly kind: UncertaintyKind; readonly cause: unknown },
  candidates: readonly BackupRecord[] = [],
): UncertainCreateError {
  const { instanceId, name: backupName } = order;
  const instanceName = findKnownName(session, order);
  const ids = candidates.map(({ id }) => id);
  const fields = { kind, title, backupName, instanceId, instanceName, candidates: ids, cause };
  return new UncertainCreateError(fields);
}

/** An end that only says that the time is over, or that the caller cancelled. */
export const isBareEnd = (error: unknown): boolean =>
  !(error instanceof BackupError) ||
  error instanceof DeadlineError ||
  error instanceof CancelledError;

/** Our own after an answer that was lost. @throws UncertainCreateError when it can't be told which one is ours */
function pickLost(creation: OwnSearch, records: readonly BackupRecord[], doubt: Doubt) {
  const { expected, session } = creation;
  const [own, ...others] = records.filter((record) => matches(record, expected));
  // What may be ours and can't be told to be stands in the way of a second create.
  const doubtful =
    own === undefined ? records.filter((record) => mayMatch(record, expected)) : others;
  if (doubtful.length > 0) {
    throw createUncertainty(creation, doubt, own === undefined ? doubtful : [own, ...doubtful]);
  }
  if (own === undefined) return undefined;
  session.log.info(`Found it: backup ${own.id} is the one that was asked for.`);
  return toListedBackup(creation, own, true);
}

/**
 * Our own after a refusal that it explains, or one that `reuseExisting` takes.
 * @throws UncertainCreateError when it can't be told whether one is ours
 */
function pickRefused(creation: OwnSearch, records: readonly BackupRecord[], doubt: Doubt) {
  const { expected, session } = creation;
  const { us: own = [], unknown = [] } = Object.groupBy(records, (record) =>
    findOwner(record, expected),
  );
  const [first] = own;
  if (own.length > 1) throw createUncertainty(creation, doubt, own);
  if (first !== undefined) {
    const sign = expected.hasUniqueName ? 'name' : 'description';
    session.log.info(
      `Backup ${first.id} was made by this very create, which a gateway must have sent on twice: nothing else has its ${sign}. Taking it.`,
    );
    return toListedBackup(creation, first, true);
  }
  const reused = findReusable(creation, records);
  if (reused !== undefined) return reused;
  if (unknown.length > 0) throw createUncertainty(creation, doubt, unknown);
  return undefined;
}

/** A completed or running backup of the order's name, where the caller takes one; never a failed one. */
export function findReusable(
  creation: OwnSearch,
  records: readonly BackupRecord[],
): Backup | undefined {
  const record = creation.reuseExisting ? findUsable(creation.order, records) : undefined;
  if (record === undefined) return undefined;
  const { id, name = creation.order.name } = record;
  const as =
    name === creation.order.name ? 'has this name already' : `is of the same run (${name})`;
  creation.session.log.info(`Backup ${id} ${as}: taking it instead of a new one.`);
  return { ...toListedBackup(creation, record, false), name };
}

/** One reading of the list: what in it makes another create wrong. */
async function findInList(creation: OwnSearch, doubt: Doubt | undefined) {
  const { order, expected } = creation;
  if (doubt === undefined) {
    const isEnough = (records: readonly BackupRecord[]) => findUsable(order, records) !== undefined;
    return findReusable(creation, await listNamedAlike(creation, isEnough));
  }
  const [pick, mayBeOurs] =
    doubt.kind === 'refused'
      ? [pickRefused, (record: BackupRecord) => findOwner(record, expected) !== 'another']
      : [pickLost, (record: BackupRecord) => mayMatch(record, expected)];
  return pick(
    creation,
    await listNamedAlike(creation, (records) => records.some(mayBeOurs)),
    doubt,
  );
}

/** One look; `trouble`: the list could not be had, which may pass. `before`: what went wrong until now. */
async function lookOnce(creation: OwnSearch, doubt: Doubt | undefined, before: unknown) {
  try {
    return { found: await findInList(creation, doubt), trouble: undefined };
  } catch (error) {
    if (isTransient(error)) return { found: undefined, trouble: error };
    throw creation.deadline.signal.aborted ? InterruptedError.explain(error, before) : error;
  }
}

/**
 * Reads the list for `forMs`, because lists lag behind, and until `lists` of them came, one after that time:
 * a list that can't be had says nothing, so it is asked for until the deadline.
 * @throws UncertainCreateError, or what went wrong last when the deadline comes first
 */
async function look(
  creation: OwnSearch,
  doubt: Doubt | undefined,
  { forMs, lists }: { readonly forMs: number; readonly lists: number },
) {
  const { session, deadline, holdOutMs } = creation;
  const { clock, random, log } = session;
  let last: unknown = doubt?.cause;
  let count = 0;
  const polling = { clock, signal: deadline.cancelled };
  return await pollUntil<Backup | undefined>(async (elapsedMs) => {
    const { found, trouble } = await lookOnce(creation, doubt, last);
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

const SEARCHES: Readonly<Record<UncertaintyKind, (name: string) => string>> = {
  lost: (name) => `It is not known whether backup ${name} was made`,
  taken: (name) => `Backup ${name} exists, and nothing else makes up this name`,
  refused: (name) => `Backup ${name} may itself be the reason of the refusal`,
};

/** Looks for our own backup, usually for a minute; `undefined`: none of the lists shows it, the one after that time included. */
export function reconcile(
  creation: OwnSearch,
  doubt: Doubt,
  forMs = LIST_LAG_MS,
): Promise<Backup | undefined> {
  const reason = SEARCHES[doubt.kind](creation.order.name);
  const length = forMs === LIST_LAG_MS ? 'a minute' : formatDuration(forMs);
  creation.session.log.info(`${reason}: looking for it for ${length}.`);
  return look(creation, doubt, { forMs, lists: LEAST_LISTS });
}

/** What a list of now shows that makes the next create wrong; it holds the create back until it is had. */
export async function lookBeforeCreate(creation: OwnSearch, doubt: Doubt | undefined) {
  if (doubt === undefined && !creation.reuseExisting) return undefined;
  return await look(creation, doubt, { forMs: 0, lists: 1 });
}

/** One look for our own backup that a list which can't be had does not end. */
export async function tryToFindOwn(creation: OwnSearch, doubt: Doubt) {
  const { found, trouble } = await lookOnce(creation, doubt, doubt.cause);
  return { found, isListRead: trouble === undefined };
}
