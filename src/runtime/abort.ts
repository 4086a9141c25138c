/**
 * A promise that also ends when the signal aborts, with the signal's reason: for work that does not
 * listen to it by itself. What the work gives later goes to `discard`.
 */
export async function abortable<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  discard: (late: Value) => void = () => {},
): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } catch (error) {
    work.then(discard, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Aborts when every one of the signals has, with the last one's reason; listens to none once it is over. */
export function whenAllAborted(signals: readonly AbortSignal[], over: AbortSignal): AbortSignal {
  const controller = new AbortController();
  let left = signals.length;
  for (const signal of signals) {
    const leave = () => {
      left -= 1;
      if (left === 0) controller.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true, signal: over });
  }
  return controller.signal;
}

/** For a caller who never does. */
export const neverAborted: AbortSignal = new AbortController().signal;

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

/** Where the signal has aborted, throws its reason: with what the work had met by then, where `error` says so. */
export function throwIfEnded(error: unknown, signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw splitInterruption(error).reason === signal.reason ? error : signal.reason;
}
