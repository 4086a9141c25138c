import type { Clock } from '../../src/index.ts';

const EPOCH_MS = Date.UTC(2026, 10, 21, 8, 0, 0);

export interface VirtualClock extends Clock {
  /** Every pause that was asked for, in order. */
  readonly pauses: readonly number[];
  advance(ms: number): void;
}

/** Time that moves only when somebody sleeps or a test says so; it begins at 2026-11-21 08:00 UTC. */
export function virtualClock(): VirtualClock {
  let nowMs = 0;
  let timers: { readonly atMs: number; readonly fire: () => void }[] = [];
  const pauses: number[] = [];
  const advance = (ms: number) => {
    nowMs += ms;
    const due = timers.filter(({ atMs }) => atMs <= nowMs);
    timers = timers.filter(({ atMs }) => atMs > nowMs);
    for (const { fire } of due) fire();
  };
  return {
    pauses,
    advance,
    monotonicMs: () => nowMs,
    epochMs: () => EPOCH_MS + nowMs,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      pauses.push(ms);
      await Promise.resolve();
      advance(ms);
      signal.throwIfAborted();
    },
    signalAfter(ms) {
      const controller = new AbortController();
      if (ms <= 0) controller.abort(new Error('time is up'));
      timers.push({ atMs: nowMs + ms, fire: () => controller.abort(new Error('time is up')) });
      return controller.signal;
    },
  };
}
