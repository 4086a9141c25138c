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
}

const findBeganAtMs = ({ beginTime }: BackupRecord) => Date.parse(beginTime ?? '');

/**
 * The backups that may go: manual ones of this instance with one of our names, completed or failed,
 * and older than the own one and all that stay. Whatever can't be told stays.
 */
export function chooseOld(
  records: readonly BackupRecord[],
  { keepLast, isOurs, recordsInstanceId, own }: RetentionRule,
): readonly BackupRecord[] {
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
  const stay = newestFirst.slice(0, keepLast - 1);
  const oldestMs = Math.min(own.beganAtMs, ...stay.map(findBeganAtMs));
  return ours.filter(
    (record) =>
      ['COMPLETED', 'FAILED'].includes(record.status) &&
      !stay.includes(record) &&
      findBeganAtMs(record) < oldestMs,
  );
}
