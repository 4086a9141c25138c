import type { Backup } from '../backup/backup.ts';
import { formatDuration } from '../format-duration.ts';
import { BackupError } from './backup-error.ts';

/** The cloud accepted the backup and named its id, but never listed it. */
export class BackupNeverListedError extends BackupError {
  override readonly name = 'BackupNeverListedError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup, elapsedMs: number) {
    super(
      `Backup ${backup.id} (${backup.name}) was accepted, but the cloud has not listed it in ${formatDuration(elapsedMs)}.`,
      {
        backup,
        hint: 'Look in the console whether it exists; until then there is no restore point.',
      },
    );
  }
}
