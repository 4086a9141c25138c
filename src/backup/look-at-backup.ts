import { ApiError } from '../errors/api-error.ts';
import type { Session } from '../session.ts';
import type { Backup } from './backup.ts';
import { findRecord } from './list-backups.ts';
import { mayPass } from './may-pass.ts';

/** The backup as it is now; or, for trouble that may pass, as it was and what went wrong. */
export interface Look {
  readonly backup: Backup;
  /** Whether the cloud lists it. */
  readonly isListed: boolean;
  readonly trouble: unknown;
}

/** One look at the record, which alone decides. @throws what waiting longer can't mend. */
export async function lookAtBackup(
  session: Session,
  backup: Backup,
  signal: AbortSignal,
): Promise<Look> {
  try {
    const record = await findRecord(session, backup, signal);
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
  } catch (error) {
    const isMissing = error instanceof ApiError && error.kind === 'backup-not-found';
    if (isMissing) return { backup, isListed: false, trouble: undefined };
    if (!mayPass(error)) throw error;
    return { backup, isListed: false, trouble: error };
  }
}
