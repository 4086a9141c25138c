import { ApiError } from './api-error.ts';
import { BackupError } from './backup-error.ts';

/** No login, and so nothing was asked of a database service. `cause` is what IAM or the network said. */
export class LoginError extends BackupError {
  override readonly name = 'LoginError';

  /** @internal */
  constructor(message: string, hint: string | undefined, cause?: unknown) {
    super(message, { cause, hint });
  }

  /** Wraps what went wrong while logging in; `refusedHint` is for a login that was refused. @internal */
  static from(cause: unknown, refusedHint: string): LoginError {
    const message = cause instanceof Error ? cause.message : String(cause);
    const isRefused = cause instanceof ApiError && cause.kind === 'login';
    const ownHint = cause instanceof BackupError ? cause.hint : undefined;
    return new LoginError(`The login failed. ${message}`, isRefused ? refusedHint : ownHint, cause);
  }
}
