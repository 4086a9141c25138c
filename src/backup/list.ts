import { InputError, ListMovedError } from '../errors/request-errors.ts';
import type { Backup, ServiceId } from '../model.ts';
import { isSameInstance } from '../services/fields.ts';
import { getService } from '../services/index.ts';
import { type FreshPage, isLastPage, type ListPage, readPages } from '../services/pages.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { findNode } from './instances.ts';
import { readAnew } from './read-anew.ts';

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
  const { isBeginTimeZoned: _, ...told } = record;
  return {
    ...told,
    service: ref.service,
    name: record.name ?? '',
    sizeMb: record.sizeMb || undefined,
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
    sizeMb: record.sizeMb || backup.sizeMb,
    engine: record.engine ?? backup.engine,
    leastVolumeGb: record.leastVolumeGb ?? backup.leastVolumeGb,
    wasListed: true,
  };
}

/** Records of a list. */
export interface Listed {
  readonly records: readonly BackupRecord[];
  /** Whether these are all that there are. */
  readonly isWhole: boolean;
}

/** Every record of the filter, all pages. @throws ListMovedError where no reading shows all of them */
export async function listRecords(
  session: Session,
  filter: BackupFilter,
  signal: AbortSignal,
): Promise<readonly BackupRecord[]> {
  return (await searchRecords(session, filter, () => false, signal)).records;
}

/**
 * The records of the filter as soon as they show what is looked for, or all of them.
 * @throws ListMovedError where no reading does either
 */
export async function searchRecords(
  session: Session,
  filter: BackupFilter,
  isEnough: (records: readonly BackupRecord[]) => boolean,
  signal: AbortSignal,
): Promise<Listed> {
  const read = async () => {
    const { records, moved } = await collectRecords(session, filter, signal);
    if (moved !== undefined && !isEnough(records)) throw moved;
    return { records, isWhole: moved === undefined };
  };
  return await readAnew(session, read, signal);
}

/** One reading of all pages. `moved`: it may lack some. */
async function collectRecords(session: Session, filter: BackupFilter, signal: AbortSignal) {
  const byId = new Map<string, BackupRecord>();
  let moved: ListMovedError | undefined;
  try {
    for await (const page of readRecords(session, filter, signal))
      for (const record of page.entries) byId.set(record.id, record);
  } catch (error) {
    if (!(error instanceof ListMovedError)) throw error;
    moved = error;
  }
  const records = [...byId.values()];
  const isFiltered = getService(filter.service).listing === 'paged';
  return {
    records: isFiltered ? records : await selectRecords(session, { ...filter, records }, signal),
    moved,
  };
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

/** The records of the list's first page; of a list without pages all that it has. */
export async function readFirstPage(
  session: Session,
  { service, instanceId }: BackupFilter,
  signal: AbortSignal,
): Promise<Listed> {
  let isWhole = getService(service).listing === 'whole';
  const onPage = (page: Page) => {
    isWhole = isLastPage(page);
  };
  const pages = readRecords(session, { service, instanceId, onPage }, signal);
  for await (const { entries: records } of pages) return { records, isWhole };
  return { records: [], isWhole };
}

/** One record by its id; `undefined` when the cloud lists none (yet). @throws ListMovedError */
async function findRecord(
  session: Session,
  { service, id: backupId, instanceId }: BackupRef,
  signal: AbortSignal,
): Promise<BackupRecord | undefined> {
  const read = async () => {
    for await (const page of readRecords(session, { service, instanceId, backupId }, signal)) {
      const record = page.entries.find(({ id }) => id === backupId);
      if (record !== undefined) return record;
    }
    return undefined;
  };
  return await readAnew(session, read, signal);
}

/** Which list to read, and who hears of its pages as they come. */
interface Reading extends BackupFilter {
  readonly backupId?: string | undefined;
  readonly onPage?: (page: Page) => void;
}

/**
 * The records page by page, each once, without those that are known to be another instance's.
 * @throws ListMovedError at its end, where some may be missing
 */
export async function* readRecords(
  session: Session,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<FreshPage<BackupRecord>> {
  const { service, instanceId, type, backupId, onPage } = reading;
  const { listing, listBackups: describeList, title } = getService(service);
  needInstance(reading);
  const content = `backups of ${title}`;
  const projectId = await session.findProjectId(signal);
  if (listing === 'whole') {
    const call = describeList({ projectId, backupId });
    const { backups: entries, totalCount = 0 } = await session.send(service, call, signal);
    const isMissing = entries.length === 0 && totalCount > 0;
    yield { entries, hasGap: isMissing };
    if (isMissing) throw new ListMovedError({ content, unlistedCount: totalCount });
    return;
  }
  const pages = readPages(async ({ offset, limit }) => {
    // Who asks for one id gets one record, or learns that the filter is not heeded.
    const paging = backupId !== undefined && offset === undefined ? {} : { offset, limit };
    const call = describeList({ projectId, instanceId, backupId, type, ...paging });
    const { backups: entries, totalCount } = await session.send(service, call, signal);
    onPage?.({ entries, totalCount });
    return { entries, totalCount };
  }, content);
  for await (const { entries, hasGap } of pages)
    yield { entries: entries.filter((record) => !isOthers(record, instanceId)), hasGap };
}

function needInstance({ service, instanceId }: Pick<BackupFilter, 'service' | 'instanceId'>): void {
  if (instanceId !== undefined || !getService(service).listNeedsInstance) return;
  const problem = `is required: ${getService(service).title} lists the backups of one instance only`;
  throw new InputError([{ input: 'instanceId', problem }]);
}

/** Whether a record is known to be another instance's: not every list heeds its filter. */
export const isOthers = (record: BackupRecord, instanceId: string | undefined): boolean =>
  instanceId !== undefined &&
  record.instanceId !== undefined &&
  !isSameInstance(record.instanceId, instanceId);
