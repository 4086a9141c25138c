import { setTimeout as pause } from 'node:timers/promises';

/** Time as the library sees it; a test passes its own. */
export interface Clock {
  /** Milliseconds that only ever go forward: all deadlines and waits. */
  monotonicMs(): number;
  /** Milliseconds since 1970: dates that the cloud compares with its own. */
  epochMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** A signal that aborts after `ms`, and does not keep the process alive. */
  signalAfter(ms: number): AbortSignal;
}

/** Node's timers know no longer time: they would be over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Node’s own time, in milliseconds. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await pause(Math.min(ms, LONGEST_MS), undefined, { signal });
    } catch (cause) {
      signal.throwIfAborted();
      throw cause;
    }
  },
  signalAfter: (ms) => AbortSignal.timeout(Math.min(LONGEST_MS, Math.max(0, Math.ceil(ms)))),
};
