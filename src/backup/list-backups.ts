import { BackupError } from '../errors/backup-error.ts';
import { InputError } from '../errors/input-error.ts';
import { UnsupportedError } from '../errors/unsupported-error.ts';
import { getService, type ServiceId } from '../services/index.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import type { Backup } from './backup.ts';
import { findNode } from './find-node.ts';

export interface BackupFilter {
  readonly service: ServiceId;
  /** RDS can't list without it. */
  readonly instanceId?: string | undefined;
  readonly type?: 'manual' | 'auto' | undefined;
}

export interface BackupRef {
  readonly service: ServiceId;
  readonly id: string;
  /** RDS can't find a backup without it. */
  readonly instanceId?: string | undefined;
}

const PAGE_SIZE = 100;
const MAX_PAGES = 200;

function needInstance(service: ServiceId, instanceId: string | undefined): void {
  if (instanceId !== undefined || !getService(service).listNeedsInstance) return;
  const problem = `is required: ${getService(service).title} lists the backups of one instance only`;
  throw new InputError([{ input: 'instanceId', problem }]);
}

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

/** One record by its id; `undefined` when the cloud lists none (yet). */
export async function findRecord(session: Session, ref: BackupRef, signal: AbortSignal) {
  const { service, id: backupId, instanceId } = ref;
  needInstance(service, instanceId);
  const projectId = await session.findProjectId(signal);
  const call = getService(service).listBackups({ projectId, instanceId, backupId });
  const { backups } = await session.send(service, call, signal);
  return backups.find(({ id }) => id === backupId);
}

/** Every record of the filter, all pages. */
export async function listRecords(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly BackupRecord[]> {
  const { service, instanceId, type } = filter;
  const { listing, listBackups: describeList, title } = getService(service);
  needInstance(service, instanceId);
  const projectId = await session.findProjectId(signal);
  if (listing === 'whole') {
    const node = instanceId && (await findNode(session, { service, instanceId }, signal));
    const { backups } = await session.send(service, describeList({ projectId }), signal);
    return backups.filter(
      (record) => (!node || record.instanceId === node) && (!type || record.type === type),
    );
  }
  const byId = new Map<string, BackupRecord>();
  for (let page = 0; page < MAX_PAGES; page++) {
    const offset = page === 0 ? undefined : page * PAGE_SIZE;
    const query = { projectId, instanceId, type, offset, limit: PAGE_SIZE };
    const { backups } = await session.send(service, describeList(query), signal);
    const known = byId.size;
    for (const record of backups) byId.set(record.id, record);
    // A page of nothing new is the end too: some answer the last page again and again.
    if (backups.length < PAGE_SIZE || byId.size === known) return [...byId.values()];
  }
  throw new BackupError(`${title} listed more than ${MAX_PAGES * PAGE_SIZE} backups.`);
}

/** The same in the caller's terms. */
export async function listBackups(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly Backup[]> {
  const records = await listRecords(session, filter, signal);
  return records.map((record) => toBackup(record, filter));
}

/** @throws UnsupportedError where the cloud's pages document no delete. */
export async function deleteBackup(
  session: Session,
  { service, id }: Pick<BackupRef, 'service' | 'id'>,
  signal: AbortSignal,
): Promise<void> {
  const { noDeleteIn, title, deleteBackup: describeDelete } = getService(service);
  if (session.cloud !== undefined && noDeleteIn.includes(session.cloud)) {
    throw new UnsupportedError(
      `The API of ${title} documents no way to delete a backup in this cloud.`,
      { hint: `Delete backup ${id} in the console.` },
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    throw new InputError([{ input: 'id', problem: 'is not the id of a backup' }]);
  }
  const projectId = await session.findProjectId(signal);
  await session.send(service, describeDelete(projectId, id), signal);
}
