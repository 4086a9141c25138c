import { UncertainCreateError } from '../../errors/request-errors.ts';
import type { BackupStatus } from '../../model.ts';
import type { TargetResult } from './step-report.ts';

/** `undefined` while it is not known whether there will be a backup. */
export function findStatus({ backup, error }: TargetResult): BackupStatus | undefined {
  if (backup !== undefined) return backup.status;
  if (error === undefined) return undefined;
  return error instanceof UncertainCreateError ? 'UNKNOWN' : 'FAILED';
}

const WORST_FIRST = ['FAILED', 'DELETING', 'UNKNOWN', 'BUILDING'] as const;

/** `COMPLETED` only if all of them are; otherwise the worst. */
export function findStatusOfAll(results: readonly TargetResult[]): BackupStatus {
  const all = results.map((result) => findStatus(result) ?? 'BUILDING');
  return WORST_FIRST.find((status) => all.includes(status)) ?? 'COMPLETED';
}
