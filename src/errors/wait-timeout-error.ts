import type { Backup } from '../backup/backup.ts';
import { formatDuration } from '../format-duration.ts';
import { BackupError } from './backup-error.ts';

/** The deadline came first; the backup goes on in the cloud. `cause`: why the last look failed, if it did. */
export class WaitTimeoutError extends BackupError {
  override readonly name = 'WaitTimeoutError';
  declare readonly backup: Backup;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;

  /** @internal */
  constructor(backup: Backup, elapsedMs: number, cause?: unknown) {
    const state = `was still ${backup.statusWord ?? backup.status} after ${formatDuration(elapsedMs)}`;
    const lastLook = cause instanceof Error ? ` The last look failed: ${cause.message}` : '';
    super(
      `Backup ${backup.id} (${backup.name}) ${state} of waiting; it goes on in the cloud.${lastLook}`,
      {
        cause,
        backup,
        hint: 'Do not migrate yet: wait for it in the console, or raise wait_timeout (at most 24h).',
      },
    );
    this.elapsedMs = elapsedMs;
  }
}
