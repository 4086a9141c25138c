import type { Backup } from '../../model.ts';
import { isSameInstance } from '../../services/fields.ts';
import type { BackupRecord } from '../../services/service.ts';

/** How long earlier backups of the instance took, in milliseconds. */
export interface History {
  /** How many backups it goes by, three at most. */
  readonly count: number;
  /** Milliseconds that the quickest took. */
  readonly shortestMs: number;
  /** Milliseconds that the slowest took. */
  readonly longestMs: number;
  /** Milliseconds that the middle one took. */
  readonly medianMs: number;
}

const MOST = 3;
const SHORTEST_MS = 1_000;
/** Other types hold only what has changed, and take as long as that. */
const FULL_TYPES = ['manual', 'auto'];

const lengthMs = ({ beginTime = '', endTime = '' }: BackupRecord) =>
  Date.parse(endTime) - Date.parse(beginTime);

/** What the last full backups of the same instance tell; `undefined` when there are none. */
export function learnHistory(
  records: readonly BackupRecord[],
  backup: Backup,
): History | undefined {
  const own = records.find(({ id }) => id === backup.id);
  const instanceId = own?.instanceId ?? backup.instanceId;
  const told = records.filter(
    (record) =>
      record.id !== backup.id &&
      record.instanceId !== undefined &&
      isSameInstance(record.instanceId, instanceId) &&
      record.status === 'COMPLETED' &&
      FULL_TYPES.includes(record.type ?? '') &&
      lengthMs(record) >= SHORTEST_MS,
  );
  const newestFirst = told.toSorted((a, b) => (b.beginTime ?? '').localeCompare(a.beginTime ?? ''));
  const lengths = newestFirst.slice(0, MOST).map(lengthMs);
  const sorted = lengths.toSorted((a, b) => a - b);
  const [shortestMs] = sorted;
  if (shortestMs === undefined || backup.partial) return undefined;
  const longestMs = sorted.at(-1) ?? shortestMs;
  const medianMs = sorted[Math.floor((sorted.length - 1) / 2)] ?? shortestMs;
  return { count: lengths.length, shortestMs, longestMs, medianMs };
}

/** When the backup should be over, by how long the last ones took. */
export interface Estimate extends History {
  /** Milliseconds until it should be over; `undefined` when it takes longer than the longest of them. */
  readonly leftMs: number | undefined;
}

export function estimateEnd(elapsedMs: number, history: History): Estimate {
  const { medianMs, longestMs } = history;
  if (elapsedMs >= longestMs) return { ...history, leftMs: undefined };
  return { ...history, leftMs: Math.max(medianMs - elapsedMs, 0) || longestMs - elapsedMs };
}
