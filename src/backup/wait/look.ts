import { ApiError } from '../../errors/api-error.ts';
import { isTransient } from '../../errors/request-errors.ts';
import type { Backup } from '../../model.ts';
import { getService } from '../../services/index.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import { readFirstPage } from '../list.ts';
import { type History, learnHistory } from './history.ts';

/** The backup as it is now; or, for trouble that may pass, as it was and what went wrong. */
export interface Look {
  readonly backup: Backup;
  /** Whether the cloud lists it. */
  readonly isListed: boolean;
  readonly trouble: unknown;
}

/** A look, and when it began on the monotonic clock. */
export interface Turn extends Look {
  readonly begunMs: number;
}

function seeBackup(backup: Backup, record: BackupRecord | undefined): Look {
  if (record === undefined) return { backup, isListed: false, trouble: undefined };
  const { status, statusWord } = record;
  const seen = {
    ...backup,
    status,
    statusWord,
    wasListed: true,
    beginTime: record.beginTime ?? backup.beginTime,
    endTime: record.endTime ?? backup.endTime,
    sizeMb: record.sizeMb ?? backup.sizeMb,
  };
  return { backup: seen, isListed: true, trouble: undefined };
}

type Records = ReadonlyMap<string, BackupRecord>;

/**
 * One look at the records of backups of one service, which alone decide.
 * @throws what waiting longer can't mend
 */
export async function lookAtBackups(
  read: () => Promise<Records>,
): Promise<(backup: Backup) => Look> {
  try {
    const records = await read();
    return (backup) => seeBackup(backup, records.get(backup.id));
  } catch (error) {
    const isMissing = error instanceof ApiError && error.kind === 'backup-not-found';
    if (isMissing) return (backup) => seeBackup(backup, undefined);
    if (!isTransient(error)) throw error;
    return (backup) => ({ backup, isListed: false, trouble: error });
  }
}

/** A look that has seen the backups before this one too. */
export interface FirstLook extends Turn {
  readonly history: History | undefined;
}

/** The first look, with the list of the instance's backups: one call shows this one and the last ones. */
export async function takeFirstLook(
  session: Session,
  backup: Backup,
  signal: AbortSignal,
): Promise<FirstLook> {
  const begunMs = session.clock.monotonicMs();
  const { service, instanceId } = backup;
  let history: History | undefined;
  const see = await lookAtBackups(async () => {
    const isWhole = getService(service).listing === 'whole';
    const filter = isWhole ? { service } : { service, instanceId };
    const records = await readFirstPage(session, filter, signal);
    history = learnHistory(records, backup);
    return new Map(records.map((record) => [record.id, record]));
  });
  return { ...see(backup), begunMs, history };
}
