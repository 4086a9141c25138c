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

/** What a poll came to: the end, or the milliseconds until the next one. */
export type Polled<Value> = { readonly value: Value } | { readonly nextMs: number };

interface Polling {
  readonly clock: Clock;
  /** Ends a pause; a poll has to heed it by itself. */
  readonly signal: AbortSignal;
}

/** Polls, with pauses between, until a poll ends it. @throws what a poll throws, or the signal's reason */
export async function pollUntil<Value>(
  poll: (elapsedMs: number) => Promise<Polled<Value>>,
  { clock, signal }: Polling,
): Promise<Value> {
  const startMs = clock.monotonicMs();
  for (;;) {
    const polled = await poll(clock.monotonicMs() - startMs);
    if ('value' in polled) return polled.value;
    // A rest of less than a millisecond would never end.
    if (polled.nextMs > 0) await clock.sleep(Math.ceil(polled.nextMs), signal);
  }
}

/**
 * Whether to tell a text now: one that has changed at once, the same one as soon as `everyMs` have
 * passed since it was told, or will have by the next time that this is asked, in `untilNextMs`.
 */
export function onChangeOrEvery(
  everyMs: number,
): (text: string, nowMs: number, untilNextMs?: number) => boolean {
  let told: { readonly text: string; readonly atMs: number } | undefined;
  return (text, nowMs, untilNextMs = 0) => {
    if (text === told?.text) {
      const isDue = nowMs - told.atMs >= everyMs || nowMs + untilNextMs - told.atMs > everyMs;
      if (!isDue) return false;
    }
    told = { text, atMs: nowMs };
    return true;
  };
}
