import type { Backup } from '../backup/backup.ts';
import { BackupError } from './backup-error.ts';

/** The backup goes on in the cloud, but the cloud no longer lets us look at it; `cause` says why. */
export class LostSightError extends BackupError {
  override readonly name = 'LostSightError';
  declare readonly backup: Backup;

  /** @internal */
  constructor(backup: Backup, cause: BackupError) {
    super(
      `Backup ${backup.id} (${backup.name}) goes on in the cloud, but it can’t be looked at any more. ${cause.message}`,
      { backup, cause, hint: cause.hint },
    );
  }
}
