import { InputError } from '../errors/input-error.ts';
import { getService } from '../services/index.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import type { Backup } from './backup.ts';
import { checkDelete } from './check-delete.ts';
import { type BackupFilter, type BackupRef, listRecords } from './list-records.ts';

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

/** @throws UnsupportedError where the cloud's pages document no delete, or the cloud is not known. */
export async function deleteBackup(
  session: Session,
  { service, id }: Pick<BackupRef, 'service' | 'id'>,
  signal: AbortSignal,
): Promise<void> {
  checkDelete(session, service);
  const { deleteBackup: describeDelete } = getService(service);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    throw new InputError([{ input: 'id', problem: 'is not the id of a backup' }]);
  }
  const projectId = await session.findProjectId(signal);
  await session.send(service, describeDelete(projectId, id), signal);
}
