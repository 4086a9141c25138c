import { ApiError } from '../../errors/api-error.ts';
import { mayPass } from '../../errors/may-pass.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import type { Backup } from '../backup.ts';
import { findRecord, findRecords } from '../list-records.ts';

/** The backup as it is now; or, for trouble that may pass, as it was and what went wrong. */
export interface Look {
  readonly backup: Backup;
  /** Whether the cloud lists it. */
  readonly isListed: boolean;
  readonly trouble: unknown;
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

async function readRecords(
  session: Session,
  backups: readonly Backup[],
  signal: AbortSignal,
): Promise<Records> {
  const [first, ...others] = backups;
  if (first === undefined) return new Map<string, BackupRecord>();
  if (others.length > 0) return await findRecords(session, backups, signal);
  const record = await findRecord(session, first, signal);
  return new Map(record && [[record.id, record]]);
}

/**
 * One look at the records of backups of one service, which alone decide: with a single call, where
 * the service can list them together. @throws what waiting longer can't mend
 */
export async function lookAtBackups(
  session: Session,
  backups: readonly Backup[],
  signal: AbortSignal,
  read: () => Promise<Records> = () => readRecords(session, backups, signal),
): Promise<(backup: Backup) => Look> {
  try {
    const records = await read();
    return (backup) => seeBackup(backup, records.get(backup.id));
  } catch (error) {
    const isMissing = error instanceof ApiError && error.kind === 'backup-not-found';
    if (isMissing) return (backup) => seeBackup(backup, undefined);
    if (!mayPass(error)) throw error;
    return (backup) => ({ backup, isListed: false, trouble: error });
  }
}
