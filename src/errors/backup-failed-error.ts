import type { Backup } from '../backup/backup.ts';
import { BackupError } from './backup-error.ts';

function describeReason(reason: string | undefined): string {
  if (!reason) return 'the cloud gave no reason.';
  return /[.!?]$/.test(reason) ? `"${reason}"` : `"${reason}".`;
}

/** The cloud ended the backup without a restore point; `reason` is its own word, if it gave one. */
export class BackupFailedError extends BackupError {
  override readonly name = 'BackupFailedError';
  declare readonly backup: Backup;
  /** The cloud's own words; `undefined` where it gave none. */
  readonly reason: string | undefined;

  /** @internal */
  constructor(backup: Backup, reason: string | undefined) {
    super(`Backup ${backup.id} (${backup.name}) failed: ${describeReason(reason)}`, {
      backup,
      hint: 'There is no restore point. Look at the instance in the console before trying again.',
    });
    this.reason = reason;
  }
}
