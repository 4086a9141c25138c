import { BackupError } from '../../errors/backup-error.ts';
import { InputError } from '../../errors/input-error.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import type { Backup } from '../backup.ts';
import { checkDelete } from '../check-delete.ts';
import { findNode } from '../find-node.ts';
import { CANCEL_GRACE_MS, createLimits } from '../limits.ts';
import { toBackup } from '../list-backups.ts';
import { listRecords } from '../list-records.ts';
import { type SharedLists, shareLists } from '../shared-lists.ts';
import { chooseOld } from './choose-old.ts';
import { deleteOld } from './delete-old.ts';

/** Which older backups may go. */
export interface PruneRule {
  /** How many completed backups stay, `completed` included; 1 or more. */
  readonly keepLast: number;
  /** Whether a backup of this name is one of those that the rule is about. Nothing else is ever deleted. */
  readonly isOurs: (name: string) => boolean;
}

interface PruneCall extends PruneRule {
  readonly signal: AbortSignal;
  /** Where the lists are shared with others who only look. */
  readonly lists?: SharedLists | undefined;
}

/** What became of the older backups. */
export interface PruneReport {
  /** Those that are gone, or being deleted. */
  readonly deleted: readonly Backup[];
  /** What should have gone, and why it did not. */
  readonly kept: readonly {
    /** One that is still there. */
    readonly backup: Backup;
    /** What the cloud or the network said to its delete. */
    readonly error: unknown;
  }[];
}

/** The backup that was just completed. */
export type Completed = Pick<Backup, 'service' | 'instanceId' | 'id'>;

/** The instance whose older backups are looked at. */
export type PruneTarget = Omit<Completed, 'id'>;

/** @throws InputError, UnsupportedError */
function checkPrune(session: Session, { service }: PruneTarget, keepLast: number): void {
  if (!Number.isInteger(keepLast) || keepLast < 1) {
    throw new InputError([{ input: 'keepLast', problem: 'must be a whole number, 1 or more' }]);
  }
  checkDelete(session, service, 'old backups');
}

/** What `pruneBackups` would delete after a backup that is completed now. @throws as it does */
export async function findOldBackups(
  session: Session,
  target: PruneTarget,
  { keepLast, isOurs, signal, lists = shareLists(session) }: PruneCall,
): Promise<readonly Backup[]> {
  checkPrune(session, target, keepLast);
  const { service, instanceId } = target;
  const filter = { service, instanceId, type: 'manual' } as const;
  const recordsInstanceId = await findNode(session, filter, signal);
  const records = await lists.list(filter, signal);
  const own = { id: undefined, beganAtMs: session.findEpochMs() };
  const old = chooseOld(records, { keepLast, isOurs, recordsInstanceId, own });
  return old.map((record) => toBackup(record, filter));
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
  const rule = { keepLast, isOurs, recordsInstanceId, own: { id, beganAtMs } };
  const old = chooseOld(records, rule);
  // A delete that is under way may be done already: its answer says so.
  const underWay = createLimits(session.clock, signal).stopLater(CANCEL_GRACE_MS);
  const deleted: Backup[] = [];
  const kept: { backup: Backup; error: unknown }[] = [];
  for (const record of old) {
    if (signal.aborted) break;
    const end = await deleteOld(session, toBackup(record, filter), underWay);
    if (end?.error !== undefined) kept.push(end);
    else if (end !== undefined) deleted.push(end.backup);
  }
  return { deleted, kept };
}
