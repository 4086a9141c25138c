import { BackupError } from './backup-error.ts';

/** The time limit ended before a backup was accepted. `cause`: what had gone wrong last, if anything had. */
export class DeadlineError extends BackupError {
  override readonly name = 'DeadlineError';

  /** @internal */
  constructor(cause?: unknown) {
    const trouble = cause instanceof BackupError ? cause : undefined;
    super(
      trouble === undefined
        ? 'The time limit ended before a backup was asked for: there is none.'
        : `The time limit ended before a backup was accepted: there is none. What went wrong last: ${trouble.message}`,
      {
        cause,
        hint:
          trouble === undefined
            ? 'Raise wait_timeout, or find out why the cloud answers so slowly.'
            : trouble.hint,
      },
    );
  }
}
