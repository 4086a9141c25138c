import { BackupError } from './backup-error.ts';

/** The client was closed before this call was made, or while it was under way. */
export class ClosedError extends BackupError {
  override readonly name = 'ClosedError';

  /** @internal */
  constructor() {
    super('This client is closed: it makes no further calls.', {
      hint: 'Make a new BackupClient, or close this one later.',
    });
  }
}
