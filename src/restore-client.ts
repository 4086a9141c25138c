import { BackupClient } from './client.ts';
import type { Backup, RestoredInstance } from './model.ts';
import { type RestoreBackupOptions, restoreBackup } from './restore/restore-backup.ts';
import { planRestore, type RestorePlan, type RestorePlanOptions } from './restore/restore-plan.ts';

/**
 * A `BackupClient` that makes new instances of backups as well. It is a class of its own, so that a
 * program which only backs up holds no call that costs an instance.
 */
export class RestoreClient extends BackupClient {
  /**
   * What `restoreBackup` would send, and what is still open: it reads two lists, and sends nothing else.
   * @throws InputError with all that is wrong, UnsupportedError, LoginError, LookupError, CancelledError,
   * DeadlineError
   * @see docs/restore.md
   */
  planRestore(backup: Backup, options: RestorePlanOptions = {}): Promise<RestorePlan> {
    return this.call({ backup, options }, (session, signal) =>
      planRestore(session, backup, { ...options, signal }),
    );
  }

  /**
   * Makes one new instance from a completed backup of RDS, and resolves when it is ready. It costs from
   * the moment it is accepted; nothing of this library deletes it. Unverified on a live cloud.
   * @throws UncertainRestoreError: one may exist, by this name; RestoreFailedError, RestoreUnfinishedError:
   * this one exists; any other: there is none. A LookupError names the instance that has the name.
   * @see docs/restore.md
   */
  restoreBackup(backup: Backup, options: RestoreBackupOptions): Promise<RestoredInstance> {
    return this.call({ backup, options }, (session, signal) =>
      restoreBackup(session, backup, { ...options, signal }),
    );
  }
}
