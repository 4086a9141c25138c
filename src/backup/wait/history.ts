import type { Backup, ManualCount } from '../../model.ts';
import { isSameInstance } from '../../services/fields.ts';
import { getService } from '../../services/index.ts';
import type { BackupRecord, ManualLimit } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import { type InstanceRef, instanceKey } from '../instances.ts';

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

/** What is known of an instance's manual backups, and of how many there may be. */
export interface ManualBackups extends ManualCount {
  /** A number that a page of the cloud's names; `undefined` where none does. */
  readonly limit: ManualLimit | undefined;
}

/** Remembers how many manual backups a list has shown; what a later one shows takes its place. */
export function noteManualCount(
  { manualCounts }: Session,
  instance: InstanceRef,
  manual: ManualCount,
): void {
  manualCounts.set(instanceKey(instance), manual);
}

/** A backup that no list has shown yet is one more, and one that was deleted is one less. */
export function changeManualCount(session: Session, instance: InstanceRef, by: number): void {
  const known = session.manualCounts.get(instanceKey(instance));
  if (known === undefined) return;
  noteManualCount(session, instance, { ...known, count: known.count + by });
}

/** How many manual backups the instance has, as far as a list has shown it. */
export function findManualBackups(
  { manualCounts, cloud }: Session,
  instance: InstanceRef,
): ManualBackups | undefined {
  const known = manualCounts.get(instanceKey(instance));
  if (known === undefined) return undefined;
  const { manualLimits = {} } = getService(instance.service);
  const isKnown = cloud !== undefined;
  return {
    ...known,
    limit: isKnown ? manualLimits[cloud] : undefined,
  };
}

/** Counts the instance's manual backups, this one included. */
export function noteManual(
  session: Session,
  backup: Backup,
  { records, isWhole }: { readonly records: readonly BackupRecord[]; readonly isWhole: boolean },
): void {
  const own = records.find(({ id }) => id === backup.id);
  // A list of the whole project knows an instance by its node, which only the own record tells.
  if (own === undefined && getService(backup.service).listing === 'whole') return;
  const others = records.filter(
    ({ id, type, instanceId }) =>
      id !== backup.id && type === 'manual' && (own === undefined || instanceId === own.instanceId),
  );
  noteManualCount(session, backup, { count: others.length + 1, isWhole });
}
