import { BackupError } from './backup-error.ts';

/** The time limit ended before a backup was asked for. */
export class DeadlineError extends BackupError {
  override readonly name = 'DeadlineError';

  /** @internal */
  constructor(cause?: unknown) {
    super('The time limit ended before a backup was asked for: there is none.', {
      cause,
      hint: 'Raise wait_timeout, or find out why the cloud answers so slowly.',
    });
  }
}
