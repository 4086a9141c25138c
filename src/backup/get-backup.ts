import type { Backup } from '../model.ts';
import type { Session } from '../session.ts';
import { toBackup } from './list-backups.ts';
import { type BackupRef, findRecord } from './list-records.ts';

/** The backup as the cloud lists it now; `undefined` when it lists none. */
export async function getBackup(
  session: Session,
  ref: BackupRef,
  signal: AbortSignal,
): Promise<Backup | undefined> {
  const record = await findRecord(session, ref, signal);
  return record && toBackup(record, ref);
}
