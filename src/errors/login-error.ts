import { ApiError } from './api-error.ts';
import { BackupError } from './backup-error.ts';
import { NetworkError } from './network-error.ts';

export interface LoginErrorOptions {
  readonly hint: string | undefined;
  readonly cause?: unknown;
  /** Whether a later try may succeed. Default: no. */
  readonly isPassing?: boolean | undefined;
}

/** Answers that refuse nothing: of gateways in trouble, or that ask for another try. */
const PASSING_STATUSES = [408, 421, 425, 429, 499];

/** Whether the same login may succeed later; anything else that is refused is not sent again. */
function mayPassLater(cause: unknown): boolean {
  if (cause instanceof NetworkError) return true;
  if (!(cause instanceof ApiError)) return false;
  const { kind, status } = cause;
  return kind === 'server' || kind === 'throttled' || PASSING_STATUSES.includes(status);
}

/** No login, and so nothing was asked of a database service. `cause` is what IAM or the network said. */
export class LoginError extends BackupError {
  override readonly name = 'LoginError';
  /** Whether a later try may succeed: it was not refused, it only could not be had this time. */
  readonly isPassing: boolean;

  /** @internal */
  constructor(message: string, { hint, cause, isPassing = false }: LoginErrorOptions) {
    super(message, { cause, hint });
    this.isPassing = isPassing;
  }

  /** Wraps what went wrong while logging in; the hint is for an answer with one of the statuses. @internal */
  static from(
    cause: unknown,
    refusedHint: string,
    refusals: readonly number[] = [401, 403],
  ): LoginError {
    const message = cause instanceof Error ? cause.message : String(cause);
    const isRefused = cause instanceof ApiError && refusals.includes(cause.status);
    const ownHint = cause instanceof BackupError ? cause.hint : undefined;
    const hint = isRefused ? refusedHint : ownHint;
    // What is no error of ours was thrown by a function of the caller's, which may work the next time.
    const isPassing = !(cause instanceof BackupError) || mayPassLater(cause);
    return new LoginError(`The login failed. ${message}`, { hint, cause, isPassing });
  }

  /** The same for somebody else, who gets an error of its own. @internal */
  copy(): LoginError {
    const { hint, cause, isPassing } = this;
    return new LoginError(this.message, { hint, cause, isPassing });
  }
}
