import { abortable } from './abort.ts';
import type { Clock } from './clock.ts';

/** Lets a few work at a time; the others wait: urgent ones begin first, all else in the order they came. */
export interface Limiter {
  /** Does the work when there is room. Rejects with the signal's reason when it aborts before that. */
  run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /** For work that begins here and ends elsewhere: what it resolves with makes room again, and is called once. */
  acquire(signal: AbortSignal, isUrgent?: boolean): Promise<() => void>;
  /** From now on everybody may work at once. */
  lift(): void;
}

export function createLimiter(capacity: number): Limiter {
  let room = capacity;
  const queue: { readonly enter: () => void; readonly isUrgent: boolean }[] = [];
  const letIn = () => {
    while (room > 0 && queue.length > 0) {
      room -= 1;
      queue.shift()?.enter();
    }
  };
  const release = () => {
    // Not at once: who leaves because of a failure makes it known before the next begins.
    setImmediate(() => {
      room += 1;
      letIn();
    });
  };

  async function acquire(signal: AbortSignal, isUrgent = false): Promise<() => void> {
    if (room > 0 && queue.length === 0) {
      signal.throwIfAborted();
      room -= 1;
      return release;
    }
    const { promise: turn, resolve: enter } = Promise.withResolvers<void>();
    const at = isUrgent ? queue.findIndex((one) => !one.isUrgent) : -1;
    queue.splice(at < 0 ? queue.length : at, 0, { enter, isUrgent });
    letIn();
    // A turn that comes too late goes to the next.
    await abortable(turn, signal, release);
    return release;
  }

  return {
    acquire,
    async run(work, signal) {
      const leave = await acquire(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
    lift() {
      room = Number.POSITIVE_INFINITY;
      letIn();
    },
  };
}

/** Spreads work over time: in no window does more of it begin than its number. */
export interface Pace {
  /**
   * Resolves when one more may begin: urgent ones first, the others in the order they came. Who then
   * begins later, or more than once, calls what it resolves with each time.
   */
  enter(signal: AbortSignal, isUrgent?: boolean): Promise<() => void>;
  /** How many more may begin now. */
  findRoom(): number;
}

export interface PaceOptions {
  readonly clock: Clock;
  /** How many may begin within one window. */
  readonly most: number;
  readonly windowMs: number;
  /** Told whenever one has to wait. */
  readonly onFull?: (() => void) | undefined;
}

interface Turn extends PromiseWithResolvers<() => void> {
  readonly isUrgent: boolean;
}

interface Beginning {
  ms: number;
  isCertain: boolean;
}

export function createPace({ clock, most, windowMs, onFull }: PaceOptions): Pace {
  let begun: readonly Beginning[] = [];
  const waiting: Turn[] = [];
  let isRunning = false;
  let rest = new AbortController();

  function findRoom(): number {
    const untilMs = clock.monotonicMs() - windowMs;
    begun = begun.filter(({ ms }) => ms > untilMs);
    return most - begun.length;
  }

  function begin(): () => void {
    const one: Beginning = { ms: clock.monotonicMs(), isCertain: false };
    begun = [...begun, one];
    return () => {
      const isFirst = !one.isCertain && begun.includes(one);
      one.isCertain = true;
      if (isFirst) one.ms = clock.monotonicMs();
      else begin();
    };
  }

  function letIn(): void {
    while (waiting.length > 0 && findRoom() > 0) {
      const at = waiting.findIndex(({ isUrgent }) => isUrgent);
      const [turn] = waiting.splice(Math.max(at, 0), 1);
      turn?.resolve(begin());
    }
  }

  async function run(): Promise<void> {
    isRunning = true;
    rest = new AbortController();
    const { signal } = rest;
    try {
      for (letIn(); waiting.length > 0; letIn()) {
        const firstMs = Math.min(...begun.map(({ ms }) => ms));
        await clock.sleep(Math.ceil(firstMs + windowMs - clock.monotonicMs()), signal);
      }
    } catch (error) {
      if (!signal.aborted) for (const { reject } of waiting.splice(0)) reject(error);
    } finally {
      isRunning = false;
    }
    // Who came while nobody was left to sleep for.
    if (waiting.length > 0) await run();
  }

  return {
    findRoom,
    async enter(signal, isUrgent = false) {
      signal.throwIfAborted();
      const turn = { ...Promise.withResolvers<() => void>(), isUrgent };
      waiting.push(turn);
      if (!isRunning) void run();
      if (waiting.includes(turn)) onFull?.();
      try {
        return await abortable(turn.promise, signal);
      } finally {
        const at = waiting.indexOf(turn);
        if (at >= 0) waiting.splice(at, 1);
        if (waiting.length === 0) rest.abort(null);
      }
    },
  };
}
