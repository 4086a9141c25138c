import type { Backup } from '../backup/backup.ts';
import { BackupError } from './backup-error.ts';

/** Somebody deletes the backup while it is waited for. */
export class BackupDeletingError extends BackupError {
  override readonly name = 'BackupDeletingError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup) {
    super(`Backup ${backup.id} (${backup.name}) is being deleted by somebody else.`, {
      backup,
      hint: 'There is no restore point. Find out who or what deletes backups of this instance.',
    });
  }
}
