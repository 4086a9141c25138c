/**
 * Work was ended by a signal while it was in trouble. `reason` is the signal's; `cause` is what had
 * gone wrong last, which the end has to name. It never leaves the client.
 */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly reason: unknown;

  constructor(reason: unknown, cause: unknown) {
    super('interrupted', { cause });
    this.reason = reason;
  }

  /** The reason itself where nothing had gone wrong. */
  static explain(reason: unknown, trouble: unknown): unknown {
    if (trouble === undefined || reason instanceof InterruptedError) return reason;
    return new InterruptedError(reason, trouble);
  }
}

/** What ended the work, and what had gone wrong by then. */
export function splitInterruption(error: unknown): {
  readonly reason: unknown;
  readonly trouble: unknown;
} {
  return error instanceof InterruptedError
    ? { reason: error.reason, trouble: error.cause }
    : { reason: error, trouble: undefined };
}
