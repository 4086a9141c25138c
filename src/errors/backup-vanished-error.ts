import type { Backup } from '../backup/backup.ts';
import { BackupError } from './backup-error.ts';

/** The cloud listed the backup, and then no longer. */
export class BackupVanishedError extends BackupError {
  override readonly name = 'BackupVanishedError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup) {
    super(
      `Backup ${backup.id} (${backup.name}) has vanished: the cloud listed it, and no longer does.`,
      {
        backup,
        hint: 'There is no restore point. Find out who or what deletes backups of this instance.',
      },
    );
  }
}
