import { ApiError } from '../errors/api-error.ts';
import { BackupError } from '../errors/backup-error.ts';
import { InputError, LoginError, UnsupportedError } from '../errors/request-errors.ts';
import type { Backup, ServiceId } from '../model.ts';
import { formatDuration } from '../runtime/text.ts';
import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';
import { CANCEL_GRACE_MS, startDeadline } from './deadline.ts';
import type { BackupRef } from './list.ts';

/** @throws UnsupportedError where the cloud's pages document no delete, or the cloud is not known. */
export async function deleteBackup(
  session: Session,
  { service, id }: Pick<BackupRef, 'service' | 'id'>,
  signal: AbortSignal,
): Promise<void> {
  checkDelete(session, service, `backup ${id}`);
  const { deleteBackup: describeDelete } = getService(service);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    throw new InputError([{ input: 'id', problem: 'is not the id of a backup' }]);
  }
  const projectId = await session.findProjectId(signal);
  await session.send(service, describeDelete(projectId, id), signal);
}

/** Whether the cloud's pages document a delete call, and it is known which cloud this is. @throws UnsupportedError */
export function checkDelete({ cloud }: Session, service: ServiceId, what: string): void {
  const { title, noDeleteIn } = getService(service);
  if (noDeleteIn.length === 0) return;
  if (cloud === undefined) {
    throw new UnsupportedError(
      `The API of ${title} documents a way to delete a backup in some clouds only, and it is not known which cloud this is.`,
      { hint: 'Give cloud, or region.' },
    );
  }
  if (!noDeleteIn.includes(cloud)) return;
  throw new UnsupportedError(
    `The API of ${title} documents no way to delete a backup in this cloud.`,
    { hint: `Delete ${what} in the console.` },
  );
}

/** A backup that should have gone, and why it did not. */
interface Kept {
  readonly backup: Backup;
  readonly error: unknown;
}

type End = 'deleted' | 'gone already' | { readonly error: unknown };

/** What one delete came to. @param stop ends the call, whose answer nobody waits for any longer then */
async function deleteOne(session: Session, backup: Backup, stop: AbortSignal): Promise<End> {
  const ageMs = session.cloudTimeMs() - Date.parse(backup.beginTime ?? '');
  const which = `backup ${backup.id} (${backup.name}, ${backup.status}), ${formatDuration(ageMs)} old`;
  try {
    await deleteBackup(session, backup, stop);
    session.log.info(`Deleted ${which}.`);
    return 'deleted';
  } catch (error) {
    if (stop.aborted && error === stop.reason) {
      const what =
        'No answer to its delete came before the time was over: whether it is gone is not known.';
      return { error: new BackupError(what) };
    }
    if (!(error instanceof ApiError && error.kind === 'backup-not-found')) return { error };
    if (!error.mayRepeat) {
      session.log.info(`Backup ${backup.id} was gone already.`);
      return 'gone already';
    }
    session.log.info(`Deleted ${which}: it is gone, after a delete call whose answer was lost.`);
    return 'deleted';
  }
}

/** Whether the next delete would meet the same: the cloud wants fewer calls, or no longer ours. */
const endsAll = (error: unknown) =>
  error instanceof LoginError ||
  (error instanceof ApiError && ['throttled', 'login'].includes(error.kind));

/**
 * Deletes one after the other. A cancellation ends it after the delete that is under way; being
 * throttled, or no longer let in, ends it at once, with one warning for all that are left.
 */
export async function deleteOld(
  session: Session,
  backups: readonly Backup[],
  signal: AbortSignal,
): Promise<{ readonly deleted: readonly Backup[]; readonly kept: readonly Kept[] }> {
  // A delete that is under way may be done already: its answer says so.
  const deadline = startDeadline(session.clock, signal);
  const underWay = deadline.withGrace(CANCEL_GRACE_MS);
  const deleted: Backup[] = [];
  const kept: Kept[] = [];
  try {
    for (const [at, backup] of backups.entries()) {
      if (signal.aborted) break;
      const end = await deleteOne(session, backup, underWay);
      if (end === 'deleted') deleted.push(backup);
      if (typeof end === 'string') continue;
      const { error } = end;
      kept.push({ backup, error });
      const why = error instanceof BackupError ? error.message : String(error);
      const left = backups.slice(at + 1);
      if (!endsAll(error) || left.length === 0) {
        session.log.warning(`Old backup ${backup.id} could not be deleted. ${why}`);
        continue;
      }
      session.log.warning(
        `Old backup ${backup.id} could not be deleted, and ${left.length} more are not tried. ${why}`,
      );
      const notTried =
        'Its delete was not sent, because the one before it was refused for a reason that holds for all.';
      kept.push(
        ...left.map((one) => ({ backup: one, error: new BackupError(notTried, { cause: error }) })),
      );
      break;
    }
  } finally {
    deadline.dispose();
  }
  return { deleted, kept };
}
