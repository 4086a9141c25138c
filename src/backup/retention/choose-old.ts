import type { BackupRecord } from '../../services/service.ts';

export interface RetentionRule {
  /** How many completed backups stay, the own one included; 1 or more. */
  readonly keepLast: number;
  /** Whether a backup of this name is one of those that the rule is about. */
  readonly isOurs: (name: string) => boolean;
  /** The id that the records of this instance carry. */
  readonly recordsInstanceId: string;
  /** The backup that was just completed, or is about to be made. */
  readonly own: { readonly id: string | undefined; readonly beganAtMs: number };
  /** Backups that stay whatever else holds. */
  readonly stay: readonly string[];
  /** How long ago a backup must have ended, in milliseconds. */
  readonly minAgeMs: number;
  /** The cloud's time now, in milliseconds since 1970. */
  readonly nowMs: number;
  /** When the caller's work began, by the same clock: what began since then stays. */
  readonly startedAtMs: number;
}

/** What the rule makes of a list. */
export interface Choice {
  /** Those that may go. */
  readonly old: readonly BackupRecord[];
  /** Those that would, were they not so young that somebody else may stand on them. */
  readonly young: readonly BackupRecord[];
}

const findBeganAtMs = ({ beginTime }: BackupRecord) => Date.parse(beginTime ?? '');

/** Without an end that can be true, it took as long as a backup has to be old. */
function findEndedAtMs(record: BackupRecord, minAgeMs: number): number {
  const beganAtMs = findBeganAtMs(record);
  const endedAtMs = Date.parse(record.endTime ?? '');
  return endedAtMs >= beganAtMs ? endedAtMs : beganAtMs + minAgeMs;
}

/** Whether another run may have just made it, and stand on it now; what can't be told is young. */
function isYoung(record: BackupRecord, { minAgeMs, nowMs, startedAtMs }: RetentionRule): boolean {
  const isOlder =
    findBeganAtMs(record) < startedAtMs && nowMs - findEndedAtMs(record, minAgeMs) >= minAgeMs;
  return !isOlder;
}

/**
 * The backups that may go: manual ones of this instance with one of our names, completed or failed,
 * and older than the own one and the newest that stay. Whatever can't be told stays, and so does
 * what is young.
 */
export function chooseOld(records: readonly BackupRecord[], rule: RetentionRule): Choice {
  const { keepLast, isOurs, recordsInstanceId, own } = rule;
  const ours = records.filter(
    ({ id, name, type, instanceId }) =>
      id !== own.id &&
      type === 'manual' &&
      instanceId === recordsInstanceId &&
      name !== undefined &&
      isOurs(name),
  );
  const completed = ours.filter(
    (record) => record.status === 'COMPLETED' && findBeganAtMs(record) <= Number.MAX_VALUE,
  );
  const newestFirst = completed.toSorted((a, b) => findBeganAtMs(b) - findBeganAtMs(a));
  const newest = newestFirst.slice(0, keepLast - 1);
  const oldestMs = Math.min(own.beganAtMs, ...newest.map(findBeganAtMs));
  const surplus = ours.filter(
    (record) =>
      ['COMPLETED', 'FAILED'].includes(record.status) &&
      !newest.includes(record) &&
      !rule.stay.includes(record.id) &&
      findBeganAtMs(record) < oldestMs,
  );
  return {
    old: surplus.filter((record) => !isYoung(record, rule)),
    young: surplus.filter((record) => isYoung(record, rule)),
  };
}
