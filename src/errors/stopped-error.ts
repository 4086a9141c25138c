import type { Backup } from '../backup/backup.ts';
import { BackupError } from './backup-error.ts';

/** Given up because another backup of the same call failed. With `backup`, that one goes on in the cloud. */
export class StoppedError extends BackupError {
  override readonly name = 'StoppedError';

  /** @internal */
  constructor(backup?: Backup) {
    super(
      backup === undefined
        ? 'Not asked for any more, because another backup failed: there is none.'
        : `Not waited for any longer, because another backup failed. Backup ${backup.id} (${backup.name}) goes on in the cloud.`,
      { backup },
    );
  }
}
