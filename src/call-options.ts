import type { Log } from './log.ts';

/** For calls that a caller may want to end early. */
export interface CallOptions {
  /** Ends the call: it then rejects with the signal’s reason. */
  readonly signal?: AbortSignal | undefined;
}

/** For a caller who never does. */
export const never: AbortSignal = new AbortController().signal;

/** Calls back: what a caller's own function throws is told in the log, and changes nothing. */
export function callBack(log: Log, name: string, callback: () => unknown): void {
  const warn = (error: unknown) => log.warning(`The caller’s ${name} failed: ${String(error)}`);
  try {
    const result = callback();
    // Nobody waits for what it does later, so nobody else would hear of its failure.
    if (result instanceof Promise) result.catch(warn);
  } catch (error) {
    warn(error);
  }
}
