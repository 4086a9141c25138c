import type { Backup } from '../backup/backup.ts';
import { BackupError } from './backup-error.ts';

/** The caller's signal aborted, or the client was closed. With `backup`, that one goes on in the cloud; without, none was made. */
export class CancelledError extends BackupError {
  override readonly name = 'CancelledError';

  /** @internal */
  constructor(backup?: Backup) {
    super(
      backup === undefined
        ? 'Cancelled before a backup was asked for: there is none.'
        : `Cancelled. Backup ${backup.id} (${backup.name}) goes on in the cloud.`,
      backup === undefined
        ? {}
        : {
            backup,
            hint: 'Look for it under this id in the console; delete it there if you do not want it.',
          },
    );
  }
}
