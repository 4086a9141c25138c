import { ApiError } from '../errors/api-error.ts';
import { BackupError } from '../errors/backup-error.ts';
import { InputError } from '../errors/input-error.ts';
import { UnsupportedError } from '../errors/unsupported-error.ts';
import { formatDuration } from '../format-duration.ts';
import { getService } from '../services/index.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import type { Backup } from './backup.ts';
import { chooseOld } from './choose-old.ts';
import { findNode } from './find-node.ts';
import { deleteBackup, toBackup } from './list-backups.ts';
import { listRecords } from './list-records.ts';

export interface PruneRule {
  /** How many completed backups stay, `completed` included; 1 or more. */
  readonly keepLast: number;
  /** Whether a backup of this name is one of those that the rule is about. Nothing else is ever deleted. */
  readonly isOurs: (name: string) => boolean;
}

interface PruneCall extends PruneRule {
  readonly signal: AbortSignal;
}

export interface PruneReport {
  readonly deleted: readonly Backup[];
  /** What should have gone, and why it did not. */
  readonly kept: readonly { readonly backup: Backup; readonly error: unknown }[];
}

/** The backup that was just completed. */
export type Completed = Pick<Backup, 'service' | 'instanceId' | 'id'>;

export type PruneTarget = Omit<Completed, 'id'>;

/** @throws InputError, UnsupportedError */
function checkPrune(session: Session, { service }: PruneTarget, keepLast: number): void {
  if (!Number.isInteger(keepLast) || keepLast < 1) {
    throw new InputError([{ input: 'keepLast', problem: 'must be a whole number, 1 or more' }]);
  }
  const { noDeleteIn, title } = getService(service);
  if (session.cloud === undefined || !noDeleteIn.includes(session.cloud)) return;
  throw new UnsupportedError(
    `The API of ${title} documents no way to delete a backup in this cloud: all of them stay.`,
    { hint: 'Delete old backups in the console.' },
  );
}

/** What `pruneBackups` would delete after a backup that is completed now. @throws as it does */
export async function findOldBackups(
  session: Session,
  target: PruneTarget,
  { keepLast, isOurs, signal }: PruneCall,
): Promise<readonly Backup[]> {
  checkPrune(session, target, keepLast);
  const { service, instanceId } = target;
  const filter = { service, instanceId, type: 'manual' } as const;
  const recordsInstanceId = await findNode(session, filter, signal);
  const records = await listRecords(session, filter, signal);
  const own = { id: undefined, beganAtMs: session.findEpochMs() };
  const old = chooseOld(records, { keepLast, isOurs, recordsInstanceId, own });
  return old.map((record) => toBackup(record, filter));
}

/** Deletes one; says whether it is gone by our doing. */
async function deleteOld(session: Session, backup: Backup, signal: AbortSignal) {
  const ageMs = session.findEpochMs() - Date.parse(backup.beginTime ?? '');
  try {
    await deleteBackup(session, backup, signal);
    session.log.info(
      `Deleted backup ${backup.id} (${backup.name}, ${backup.status}), ${formatDuration(ageMs)} old.`,
    );
    return { backup, error: undefined };
  } catch (error) {
    const isGone = error instanceof ApiError && error.kind === 'backup-not-found';
    const why = error instanceof BackupError ? error.message : String(error);
    if (isGone) session.log.info(`Backup ${backup.id} was gone already.`);
    else session.log.warning(`Old backup ${backup.id} could not be deleted. ${why}`);
    return isGone ? undefined : { backup, error };
  }
}

/**
 * After a completed backup: keeps the newest and deletes older ones with one of our names, one by one.
 * Nothing is deleted unless the cloud lists `completed` as completed.
 * A cancellation ends it after the delete that is under way; the report says what is gone.
 * @throws InputError, UnsupportedError, ApiError, NetworkError; a backup that can't be deleted is in the report
 */
export async function pruneBackups(
  session: Session,
  completed: Completed,
  { keepLast, isOurs, signal }: PruneCall,
): Promise<PruneReport> {
  checkPrune(session, completed, keepLast);
  const { service, instanceId, id } = completed;
  const filter = { service, instanceId, type: 'manual' } as const;
  const recordsInstanceId = await findNode(session, filter, signal);
  const records = await listRecords(session, filter, signal);
  const isOwn = (record: BackupRecord) => record.id === id && record.status === 'COMPLETED';
  const beganAtMs = Date.parse(records.find(isOwn)?.beginTime ?? '');
  if (Number.isNaN(beganAtMs)) {
    throw new BackupError(
      `Backup ${id} is not listed as completed with a time: nothing older is deleted.`,
    );
  }
  const own = { id, beganAtMs };
  const old = chooseOld(records, { keepLast, isOurs, recordsInstanceId, own });
  const deleted: Backup[] = [];
  const kept: { backup: Backup; error: unknown }[] = [];
  for (const record of old) {
    if (signal.aborted) break;
    const end = await deleteOld(session, toBackup(record, filter), signal);
    if (end?.error !== undefined) kept.push(end);
    else if (end !== undefined) deleted.push(end.backup);
  }
  return { deleted, kept };
}
