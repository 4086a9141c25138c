import type { BackupRecord } from './backup-record.ts';

/** The states the backup lists share. */
export type BackupState = 'BUILDING' | 'COMPLETED' | 'FAILED' | 'DELETING';

/** What a backup is at a moment; undefined once it is gone. */
export function backupState(record: BackupRecord, nowMs: number): BackupState | undefined {
  if (record.goneFrom !== undefined && nowMs >= record.goneFrom) return undefined;
  if (record.deletingFrom !== undefined && nowMs >= record.deletingFrom) return 'DELETING';
  if (nowMs < record.endsAt) return 'BUILDING';
  return record.fate.failReason === undefined ? 'COMPLETED' : 'FAILED';
}

/** The word a list shows for it, which a fault may have made an unusual one. */
export function shownStatus(record: BackupRecord, nowMs: number): string {
  const state = backupState(record, nowMs) ?? 'DELETING';
  if (state === 'BUILDING') return record.fate.buildingWord ?? state;
  if (state === 'COMPLETED') return record.fate.completedWord ?? state;
  return state;
}
