import type { BackupRecord } from './backup-record.ts';
import { backupState } from './backup-state.ts';
import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';

/** Deletes a manual, finished backup; it shows DELETING for `deletingMs` and is gone then. */
export function deleteBackup(call: Call, deletingMs: number): BackupRecord {
  const { world, service, nowMs } = call;
  const id = call.params['backup_id'];
  const record = world.backups.find(
    (backup) =>
      backup.host === service.host && backup.id === id && backupState(backup, nowMs) !== undefined,
  );
  if (record === undefined) throw new Refusal('backupMissing', id);
  if (record.type === 'auto') throw new Refusal('backupNotDeletable', 'automated backup');
  const state = backupState(record, nowMs);
  if (state !== 'COMPLETED' && state !== 'FAILED') throw new Refusal('backupNotDeletable', state);
  record.deletingFrom = nowMs;
  record.goneFrom = nowMs + deletingMs;
  return record;
}
