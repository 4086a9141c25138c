import { BackupError } from '../errors/backup-error.ts';
import { InputError } from '../errors/input-error.ts';
import { getService, type ServiceId } from '../services/index.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import type { Backup } from './backup.ts';
import { findNode } from './find-node.ts';

/** Which backups to list. */
export interface BackupFilter {
  /** Whose list is asked; its API pages are linked in docs/services. */
  readonly service: ServiceId;
  /** RDS can't list without it. */
  readonly instanceId?: string | undefined;
  /** Backups that somebody asked for, or those that the cloud makes by itself. Default: every type. */
  readonly type?: 'manual' | 'auto' | undefined;
}

/** Which backup is meant. */
export interface BackupRef {
  /** The service that made it. */
  readonly service: ServiceId;
  /** The backup’s id. */
  readonly id: string;
  /** RDS can't find a backup without it. */
  readonly instanceId?: string | undefined;
}

const PAGE_SIZE = 100;
const MAX_PAGES = 200;

function needInstance({ service, instanceId }: Pick<BackupFilter, 'service' | 'instanceId'>): void {
  if (instanceId !== undefined || !getService(service).listNeedsInstance) return;
  const problem = `is required: ${getService(service).title} lists the backups of one instance only`;
  throw new InputError([{ input: 'instanceId', problem }]);
}

/** The records page by page, each once. */
async function* readPages(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): AsyncGenerator<readonly BackupRecord[]> {
  const { service, instanceId, type } = filter;
  const { listing, listBackups: describeList, title } = getService(service);
  needInstance(filter);
  const projectId = await session.findProjectId(signal);
  if (listing === 'whole') {
    const node = instanceId && (await findNode(session, { service, instanceId }, signal));
    const { backups } = await session.send(service, describeList({ projectId }), signal);
    yield backups.filter(
      (record) => (!node || record.instanceId === node) && (!type || record.type === type),
    );
    return;
  }
  const known = new Set<string>();
  for (let page = 0; page < MAX_PAGES; page++) {
    const offset = page === 0 ? undefined : page * PAGE_SIZE;
    const query = { projectId, instanceId, type, offset, limit: PAGE_SIZE };
    const { backups } = await session.send(service, describeList(query), signal);
    const fresh = backups.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    yield fresh;
    // A page of nothing new is the end too: some answer the last page again and again.
    if (backups.length < PAGE_SIZE || fresh.length === 0) return;
  }
  throw new BackupError(`${title} listed more than ${MAX_PAGES * PAGE_SIZE} backups.`);
}

/** Every record of the filter, all pages. */
export async function listRecords(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly BackupRecord[]> {
  const byId = new Map<string, BackupRecord>();
  for await (const page of readPages(session, filter, signal))
    for (const record of page) byId.set(record.id, record);
  return [...byId.values()];
}

/** The records of the list's first page. */
export async function readFirstPage(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly BackupRecord[]> {
  for await (const page of readPages(session, filter, signal)) return page;
  return [];
}

/** One record by its id; `undefined` when the cloud lists none (yet). */
export async function findRecord(session: Session, ref: BackupRef, signal: AbortSignal) {
  const { service, id: backupId, instanceId } = ref;
  needInstance(ref);
  const projectId = await session.findProjectId(signal);
  const call = getService(service).listBackups({ projectId, instanceId, backupId });
  const { backups } = await session.send(service, call, signal);
  return backups.find(({ id }) => id === backupId);
}

/** The records of several backups of one service, in as few calls as its list allows. */
export async function findRecords(
  session: Session,
  backups: readonly Backup[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BackupRecord>> {
  const wanted = new Set(backups.map(({ id }) => id));
  const found = new Map<string, BackupRecord>();
  const [first] = backups;
  if (first === undefined) return found;
  const { service, instanceId } = first;
  const filter = getService(service).listNeedsInstance ? { service, instanceId } : { service };
  const type = backups.every((backup) => backup.type === 'manual') ? 'manual' : undefined;
  for await (const page of readPages(session, { ...filter, type }, signal)) {
    for (const record of page) if (wanted.has(record.id)) found.set(record.id, record);
    if (found.size === wanted.size) return found;
  }
  return found;
}
