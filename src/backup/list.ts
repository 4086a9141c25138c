import { BackupError } from '../errors/backup-error.ts';
import { InputError } from '../errors/request-errors.ts';
import type { Backup, ServiceId } from '../model.ts';
import { isLastPage, type ListPage, readPages } from '../services/calls.ts';
import { getService } from '../services/index.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { findNode, isSameInstance } from './instances.ts';

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

/** Every backup of the filter, all pages. */
export async function listBackups(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly Backup[]> {
  const records = await listRecords(session, filter, signal);
  return records.map((record) => toBackup(record, filter));
}

/** The backup as the cloud lists it now; `undefined` when it lists none. */
export async function getBackup(
  session: Session,
  ref: BackupRef,
  signal: AbortSignal,
): Promise<Backup | undefined> {
  const record = await findRecord(session, ref, signal);
  return record && toBackup(record, ref);
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

/** A backup that is known, with what its record says now; what that does not tell stays as it was. */
export function updateBackup(backup: Backup, record: BackupRecord): Backup {
  const { status, statusWord } = record;
  return {
    ...backup,
    status,
    statusWord,
    beginTime: record.beginTime ?? backup.beginTime,
    endTime: record.endTime ?? backup.endTime,
    sizeMb: record.sizeMb ?? backup.sizeMb,
    wasListed: true,
  };
}

/** Every record of the filter, all pages. */
export async function listRecords(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly BackupRecord[]> {
  const byId = new Map<string, BackupRecord>();
  for await (const page of readRecords(session, filter, signal))
    for (const record of page) byId.set(record.id, record);
  const records = [...byId.values()];
  const isFiltered = getService(filter.service).listing === 'paged';
  return isFiltered ? records : await selectRecords(session, { ...filter, records }, signal);
}

/**
 * Those of the records that the filter means: what is not known of a record speaks for it. RDS v1
 * knows an instance by its primary node. @throws LookupError where that node is not found
 */
export async function selectRecords(
  session: Session,
  {
    records,
    service,
    instanceId,
    type,
  }: BackupFilter & {
    readonly records: readonly BackupRecord[];
  },
  signal: AbortSignal,
): Promise<readonly BackupRecord[]> {
  const node =
    instanceId === undefined ? undefined : await findNode(session, { service, instanceId }, signal);
  return records.filter(
    (record) =>
      !isOthers(record, node) &&
      (type === undefined || record.type === undefined || record.type === type),
  );
}

type Page = ListPage<BackupRecord>;

/** The records of the list's first page, and whether they are known to be all; of a list without pages all that it has. */
export async function readFirstPage(
  session: Session,
  { service, instanceId }: BackupFilter,
  signal: AbortSignal,
): Promise<{ readonly records: readonly BackupRecord[]; readonly isWhole: boolean }> {
  let isWhole = getService(service).listing === 'whole';
  const onPage = (page: Page) => {
    isWhole = isLastPage(page);
  };
  const pages = readRecords(session, { service, instanceId, onPage }, signal);
  for await (const records of pages) return { records, isWhole };
  return { records: [], isWhole };
}

/** A backup that is looked for in a list. */
export interface Sought {
  readonly backup: Backup;
  /** It began no earlier, in milliseconds since 1970; `undefined` where that is not known. */
  readonly sinceMs: number | undefined;
}

/**
 * The records of several backups of one service, in as few calls as its list allows: it is read until
 * all are found, or what follows is older than all that are missing.
 */
export async function findRecords(
  session: Session,
  sought: readonly Sought[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BackupRecord>> {
  const found = new Map<string, BackupRecord>();
  const [first] = sought;
  if (first === undefined) return found;
  const isPaged = getService(first.backup.service).listing === 'paged';
  const missing = new Map(sought.map((one) => [one.backup.id, one]));
  const ages = createAgeTracker();
  for await (const page of readRecords(session, chooseFilter(sought, first), signal)) {
    ages.note(page);
    for (const record of page) {
      const { backup } = missing.get(record.id) ?? {};
      // RDS v1 names a node here, which another may have followed since; the id is enough there.
      if (backup === undefined || (isPaged && isOthers(record, backup.instanceId))) continue;
      found.set(record.id, record);
      missing.delete(record.id);
    }
    if ([...missing.values()].every(({ sinceMs }) => ages.isPast(sinceMs))) return found;
  }
  return found;
}

/** One record by its id; `undefined` when the cloud lists none (yet). */
async function findRecord(
  session: Session,
  { service, id: backupId, instanceId }: BackupRef,
  signal: AbortSignal,
): Promise<BackupRecord | undefined> {
  for await (const page of readRecords(session, { service, instanceId, backupId }, signal)) {
    const record = page.find(({ id }) => id === backupId);
    if (record !== undefined) return record;
  }
  return undefined;
}

/** The records page by page, each once, without those that are known to be another instance's. */
async function* readRecords(
  session: Session,
  filter: BackupFilter & {
    readonly backupId?: string | undefined;
    readonly onPage?: (page: Page) => void;
  },
  signal: AbortSignal,
): AsyncGenerator<readonly BackupRecord[]> {
  const { service, instanceId, type, backupId, onPage } = filter;
  const { listing, listBackups: describeList, title } = getService(service);
  needInstance(filter);
  const projectId = await session.findProjectId(signal);
  if (listing === 'whole') {
    const call = describeList({ projectId, backupId });
    yield (await session.send(service, call, signal)).backups;
    return;
  }
  const pages = readPages(
    async ({ offset, limit }) => {
      // Who asks for one id gets one record, or learns that the filter is not heeded.
      const paging = backupId !== undefined && offset === undefined ? {} : { offset, limit };
      const call = describeList({ projectId, instanceId, backupId, type, ...paging });
      const { backups: entries, totalCount } = await session.send(service, call, signal);
      onPage?.({ entries, totalCount });
      return { entries, totalCount };
    },
    (count) => new BackupError(`${title} listed more than ${count} backups.`),
  );
  for await (const page of pages) yield page.filter((record) => !isOthers(record, instanceId));
}

function needInstance({ service, instanceId }: Pick<BackupFilter, 'service' | 'instanceId'>): void {
  if (instanceId !== undefined || !getService(service).listNeedsInstance) return;
  const problem = `is required: ${getService(service).title} lists the backups of one instance only`;
  throw new InputError([{ input: 'instanceId', problem }]);
}

/** Whether a record is known to be another instance's: not every list heeds its filter. */
const isOthers = (record: BackupRecord, instanceId: string | undefined): boolean =>
  instanceId !== undefined &&
  record.instanceId !== undefined &&
  !isSameInstance(record.instanceId, instanceId);

function chooseFilter(sought: readonly Sought[], { backup }: Sought) {
  const { service, instanceId, id: backupId } = backup;
  if (sought.length === 1) return { service, instanceId, backupId };
  const type = sought.every((one) => one.backup.type === 'manual') ? 'manual' : undefined;
  return getService(service).listNeedsInstance
    ? ({ service, instanceId, type } as const)
    : ({ service, type } as const);
}

/** Lists are newest first, give or take this; what is sorted otherwise is read to its end. */
const DISORDER_MS = 15 * 60_000;

/** Tells from the records that were read how old those must be that come after them. */
function createAgeTracker() {
  let oldestMs = Number.POSITIVE_INFINITY;
  let isSorted = true;
  return {
    note(page: readonly BackupRecord[]) {
      for (const { beginTime } of page) {
        const beganAtMs = Date.parse(beginTime ?? '');
        if (Number.isNaN(beganAtMs)) continue;
        if (beganAtMs > oldestMs + DISORDER_MS) isSorted = false;
        oldestMs = Math.min(oldestMs, beganAtMs);
      }
    },
    /** Whether nothing that began since can come any more. */
    isPast: (sinceMs: number | undefined) =>
      sinceMs !== undefined && isSorted && oldestMs + DISORDER_MS < sinceMs,
  };
}
