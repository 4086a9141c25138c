import { ApiError } from '../../errors/api-error.ts';
import { BackupError } from '../../errors/backup-error.ts';
import { formatDuration } from '../../format-duration.ts';
import type { Session } from '../../session.ts';
import type { Backup } from '../backup.ts';
import { deleteBackup } from '../delete-backup.ts';

/** Deletes one; says whether it is gone by our doing. */
export async function deleteOld(session: Session, backup: Backup, signal: AbortSignal) {
  const ageMs = session.findEpochMs() - Date.parse(backup.beginTime ?? '');
  try {
    await deleteBackup(session, backup, signal);
    session.log.info(
      `Deleted backup ${backup.id} (${backup.name}, ${backup.status}), ${formatDuration(ageMs)} old.`,
    );
    return { backup, error: undefined };
  } catch (error) {
    const isGone = error instanceof ApiError && error.kind === 'backup-not-found';
    if (isGone && error.mayRepeat) {
      session.log.info(
        `Deleted backup ${backup.id} (${backup.name}, ${backup.status}), ${formatDuration(ageMs)} old: it is gone, after a delete call whose answer was lost.`,
      );
      return { backup, error: undefined };
    }
    const why = error instanceof BackupError ? error.message : String(error);
    if (isGone) session.log.info(`Backup ${backup.id} was gone already.`);
    else session.log.warning(`Old backup ${backup.id} could not be deleted. ${why}`);
    return isGone ? undefined : { backup, error };
  }
}
