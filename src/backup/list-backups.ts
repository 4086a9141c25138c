import type { Backup } from '../model.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { type BackupFilter, listRecords } from './list-records.ts';

/** A record as the caller sees it. */
export function toBackup(record: BackupRecord, ref: Omit<BackupFilter, 'type'>): Backup {
  return {
    ...record,
    service: ref.service,
    name: record.name ?? '',
    instanceId: ref.instanceId ?? record.instanceId ?? '',
    jobId: undefined,
    partial: false,
    created: false,
    wasListed: true,
  };
}

/** Every backup of the filter, all pages. */
export async function listBackups(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly Backup[]> {
  const records = await listRecords(session, filter, signal);
  return records.map((record) => toBackup(record, filter));
}
