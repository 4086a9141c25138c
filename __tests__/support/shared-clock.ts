import type { Clock } from '../../src/index.ts';

const EPOCH_MS = Date.UTC(2026, 10, 21, 8, 0, 0);

/** How often the event loop goes round before everybody is taken to be asleep. */
const IDLE_TURNS = 20;

export interface SharedClock extends Clock {
  /** Lets time pass until the work is over: from one event to the next, while everybody sleeps. */
  play<Value>(work: Promise<Value>): Promise<Value>;
  /** How many sleep now: a real sleep keeps the process alive. */
  countSleepers(): number;
}

interface Event {
  readonly atMs: number;
  readonly fire: () => void;
}

/**
 * Time for many who sleep at once; it begins at 2026-11-21 08:00 UTC. It stands still while anybody
 * works, or `isBusy` says that a real connection is in use.
 */
export function sharedClock(isBusy: () => boolean = () => false): SharedClock {
  let nowMs = 0;
  const events = new Set<Event>();
  let sleepers = 0;

  function schedule(ms: number, fire: () => void) {
    const event = { atMs: nowMs + Math.max(0, ms), fire };
    events.add(event);
    return event;
  }

  async function fallAsleep() {
    for (let turn = 0; turn < IDLE_TURNS; turn++) {
      await new Promise((goOn) => setImmediate(goOn));
      if (isBusy()) turn = 0;
    }
  }

  function passToNext() {
    let [next] = events;
    for (const event of events) if (next === undefined || event.atMs < next.atMs) next = event;
    if (next === undefined) throw new Error('everybody waits, and nothing will ever happen');
    nowMs = Math.max(nowMs, next.atMs);
    events.delete(next);
    next.fire();
  }

  return {
    monotonicMs: () => nowMs,
    epochMs: () => EPOCH_MS + nowMs,
    countSleepers: () => sleepers,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const event = schedule(ms, resolve);
      const wake = () => {
        events.delete(event);
        reject(signal.reason);
      };
      signal.addEventListener('abort', wake, { once: true });
      sleepers += 1;
      try {
        await promise;
      } finally {
        sleepers -= 1;
        signal.removeEventListener('abort', wake);
      }
    },
    signalAfter(ms) {
      const controller = new AbortController();
      schedule(ms, () => controller.abort(new Error('time is up')));
      return controller.signal;
    },
    async play(work) {
      let isOver = false;
      const end = () => {
        isOver = true;
      };
      work.then(end, end);
      for (;;) {
        await fallAsleep();
        if (isOver) return await work;
        passToNext();
      }
    },
  };
}
