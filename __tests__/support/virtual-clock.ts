import type { Clock } from '../../src/index.ts';

/** When all virtual time begins: 2026-11-21 08:00 UTC. */
export const START_MS = Date.UTC(2026, 10, 21, 8);

/** How often the event loop goes round before everybody is taken to be asleep. */
const IDLE_TURNS = 20;

interface Event {
  readonly atMs: number;
  readonly fire: () => void;
}

/** What all virtual clocks are made of: a now, and what is to happen later. */
function startTime() {
  let nowMs = 0;
  const events = new Set<Event>();
  const schedule = (ms: number, fire: () => void): Event => {
    const event = { atMs: nowMs + Math.max(0, ms), fire };
    events.add(event);
    return event;
  };
  return {
    events,
    schedule,
    passTo(ms: number) {
      nowMs = Math.max(nowMs, ms);
      const due = [...events].filter(({ atMs }) => atMs <= nowMs);
      for (const event of due) events.delete(event);
      for (const { fire } of due) fire();
    },
    reading: {
      monotonicMs: () => nowMs,
      epochMs: () => START_MS + nowMs,
      signalAfter(ms: number) {
        const controller = new AbortController();
        const end = () => controller.abort(new DOMException('time is up', 'TimeoutError'));
        if (ms <= 0) end();
        else schedule(ms, end);
        return controller.signal;
      },
    },
  };
}

const turn = () => new Promise<void>((goOn) => setImmediate(goOn));

export interface VirtualClock extends Clock {
  /** Every pause that was asked for, in order. */
  readonly pauses: readonly number[];
  advance(ms: number): void;
}

/** Time that moves only when somebody sleeps or a test says so; whoever sleeps moves it for all. */
export function virtualClock(): VirtualClock {
  const { reading, passTo } = startTime();
  const pauses: number[] = [];
  const advance = (ms: number) => passTo(reading.monotonicMs() + ms);
  return {
    ...reading,
    pauses,
    advance,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      pauses.push(ms);
      advance(ms);
      // Whoever else waits gets a turn, as in real time.
      await turn();
      signal.throwIfAborted();
    },
  };
}

export interface SharedClock extends Clock {
  /** Lets time pass until the work is over: from one event to the next, while everybody sleeps. */
  play<Value>(work: Promise<Value>): Promise<Value>;
  /** How many sleep now: a real sleep keeps the process alive. */
  countSleepers(): number;
}

/**
 * Time for many who sleep at once. It stands still while anybody works, or `isBusy` says that a real
 * connection is in use.
 */
export function sharedClock(isBusy: () => boolean = () => false): SharedClock {
  const { reading, events, schedule, passTo } = startTime();
  let sleepers = 0;

  async function fallAsleep() {
    for (let turns = 0; turns < IDLE_TURNS; turns++) {
      await turn();
      if (isBusy()) turns = 0;
    }
  }

  function passToNext() {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { atMs } of events) nextMs = Math.min(nextMs, atMs);
    if (events.size === 0) throw new Error('everybody waits, and nothing will ever happen');
    passTo(nextMs);
  }

  return {
    ...reading,
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
