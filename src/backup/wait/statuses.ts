import { ApiError } from '../../errors/api-error.ts';
import { isTransient, ListMovedError } from '../../errors/request-errors.ts';
import type { Backup } from '../../model.ts';
import { whenAllAborted } from '../../runtime/abort.ts';
import { getService } from '../../services/index.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import { isAnothers } from '../create/ownership.ts';
import { type Found, findRecords, type Sought } from '../find-records.ts';
import { readFirstPage, updateBackup } from '../list.ts';
import { type History, learnHistory } from './history.ts';
import type { PollReport } from './progress.ts';
import type { Waiter } from './rounds.ts';

/** The backup as it is now; or, for trouble that may pass, as it was and what went wrong. */
export interface PollResult {
  readonly backup: Backup;
  /** Whether the cloud lists it; `undefined` where its record was not asked for this time. */
  readonly isListed: boolean | undefined;
  /** What stands under its id, where that is the record of another backup. */
  readonly another?: BackupRecord | undefined;
  /** Whether its record gives its size as 0. */
  readonly isUnsized?: boolean;
  readonly trouble: unknown;
  /** When the poll began, on the monotonic clock. */
  readonly begunMs: number;
}

/** A result that has seen the backups before this one too. */
export interface FirstPollResult extends PollResult {
  readonly history: History | undefined;
}

/** A wait that is answered by the next poll. */
export type PollWaiter = Waiter<Sought, PollResult>;

/** So many are asked for by their ids, rather than reading a long list to its end. */
const FEW = 3;

type Status = Omit<PollResult, 'begunMs'>;

/**
 * One reading of the records of backups of one service, which alone decide.
 * @throws what waiting longer can't help
 */
async function readStatuses(read: () => Promise<Found>): Promise<(backup: Backup) => Status> {
  const unlisted = (backup: Backup) => ({ backup, isListed: false, trouble: undefined });
  try {
    const { found, isWhole, moved: trouble } = await read();
    return (backup) => {
      const record = found.get(backup.id);
      if (record === undefined) return { backup, isListed: isWhole ? false : undefined, trouble };
      if (isAnothers(record, backup)) {
        return { backup, isListed: true, another: record, trouble: undefined };
      }
      const isUnsized = record.sizeMb === 0;
      return {
        backup: updateBackup(backup, record),
        isListed: true,
        isUnsized,
        trouble: undefined,
      };
    };
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'backup-not-found') return unlisted;
    if (!isTransient(error)) throw error;
    return (backup) => ({ ...unlisted(backup), trouble: error });
  }
}

/** The first poll reads the list of the instance's backups: one call shows this one and the last ones. */
export async function pollWithHistory(
  session: Session,
  backup: Backup,
  signal: AbortSignal,
): Promise<FirstPollResult> {
  const begunMs = session.clock.monotonicMs();
  const { service, instanceId } = backup;
  let history: History | undefined;
  const statusOf = await readStatuses(async () => {
    const isWhole = getService(service).listing === 'whole';
    const filter = isWhole ? { service } : { service, instanceId };
    const listed = await readFirstPage(session, filter, signal);
    const { records, isWhole: isWholeList } = listed;
    history = learnHistory(records, backup);
    const found = new Map(records.map((record) => [record.id, record]));
    return { found, isWhole: isWholeList };
  });
  return { ...statusOf(backup), begunMs, history };
}

/**
 * One poll of all of them: by their list, and by its id for each of a few that may not be found there,
 * or may be on a list that moved. What comes of that is told to that one alone.
 */
async function pollTogether(
  session: Session,
  sought: readonly Sought[],
  signal: AbortSignal,
): Promise<(one: Sought) => Promise<Status>> {
  const undated = sought.filter(({ sinceMs }) => sinceMs === undefined);
  const byId = sought.length > 1 && undated.length <= FEW ? undated : [];
  const onList = sought.map((one) =>
    byId.includes(one) ? { ...one, sinceMs: Number.POSITIVE_INFINITY } : one,
  );
  const statusOf = await readStatuses(() => findRecords(session, onList, signal));
  const isById = (one: Sought, trouble: unknown) =>
    trouble === undefined
      ? byId.includes(one)
      : trouble instanceof ListMovedError && sought.length > 1;
  return async (one) => {
    const status = statusOf(one.backup);
    if (status.isListed || !isById(one, status.trouble)) return status;
    const statusById = await readStatuses(() => findRecords(session, [one], signal));
    return statusById(one.backup);
  };
}

/** One poll for all that wait, by the calls of this session. */
export async function pollFor(
  session: Session,
  waiters: readonly PollWaiter[],
  report: PollReport,
): Promise<void> {
  const begunMs = session.clock.monotonicMs();
  const over = new AbortController();
  const signals = waiters.map(({ signal }) => signal);
  const gone = whenAllAborted(signals, over.signal);
  let trouble: unknown;
  try {
    const sought = waiters.map(({ question }) => question);
    const statusOf = await pollTogether(session, sought, gone);
    const answer = async ({ question, resolve, reject }: PollWaiter) => {
      try {
        const status = await statusOf(question);
        trouble ??= status.trouble;
        resolve({ ...status, begunMs });
      } catch (error) {
        reject(error);
      }
    };
    await Promise.all(waiters.map(answer));
    report(trouble);
  } catch (error) {
    for (const { reject } of waiters) reject(error);
  } finally {
    over.abort(null);
  }
}
