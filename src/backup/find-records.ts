import { ListMovedError } from '../errors/request-errors.ts';
import type { Backup } from '../model.ts';
import { getService } from '../services/index.ts';
import type { FreshPage } from '../services/pages.ts';
import type { BackupRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { isOthers, readRecords } from './list.ts';

/** A backup that is looked for in a list. */
export interface Sought {
  readonly backup: Backup;
  /** It began no earlier, in milliseconds since 1970; `undefined` where that is not known. */
  readonly sinceMs: number | undefined;
}

/** What one reading of a list has found. */
export interface Found {
  /** By their ids. */
  readonly found: ReadonlyMap<string, BackupRecord>;
  /** Whether one that it did not find is not there. */
  readonly isWhole: boolean;
  /** Why it may be there all the same, where that is trouble. */
  readonly moved?: ListMovedError;
}

/** Who is still missing, and whether what follows on the list can show any of them. */
function startSearch(sought: readonly Sought[], isPaged: boolean) {
  const found = new Map<string, BackupRecord>();
  const missing = new Map(sought.map((one) => [one.backup.id, one]));
  const ages = createAgeTracker();
  return {
    found,
    /** `true`: the rest need not be read. */
    take({ entries, hasGap }: FreshPage<BackupRecord>): boolean {
      if (!hasGap) ages.note(entries);
      for (const record of entries) {
        const { backup } = missing.get(record.id) ?? {};
        // RDS v1 names a node here, which another may have followed since; the id is enough there.
        if (backup === undefined || (isPaged && isOthers(record, backup.instanceId))) continue;
        found.set(record.id, record);
        missing.delete(record.id);
      }
      return [...missing.values()].every(({ sinceMs }) => ages.isPast(sinceMs));
    },
  };
}

/**
 * The records of several backups of one service, in as few calls as its list allows: it is read until
 * all are found, or what follows is older than all that are missing.
 */
export async function findRecords(
  session: Session,
  sought: readonly Sought[],
  signal: AbortSignal,
): Promise<Found> {
  const [first] = sought;
  if (first === undefined) return { found: new Map(), isWhole: true };
  const isPaged = getService(first.backup.service).listing === 'paged';
  const { found, take } = startSearch(sought, isPaged);
  try {
    for await (const page of readRecords(session, chooseFilter(sought, first), signal))
      if (take(page)) break;
    return { found, isWhole: true };
  } catch (error) {
    if (!(error instanceof ListMovedError)) throw error;
    return { found, isWhole: false, moved: error };
  }
}

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
