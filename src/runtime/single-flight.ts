import { setImmediate } from 'node:timers/promises';
import { abortable, InterruptedError, splitInterruption } from './abort.ts';
import type { Clock } from './clock.ts';

interface Work<Value> {
  readonly result: Promise<Value>;
  readonly end: AbortController;
  callers: number;
}

/** What the work had met when it ended early, told to a caller whose own signal has aborted. */
async function endOf({ result, end }: Work<unknown>, { reason }: AbortSignal): Promise<unknown> {
  try {
    await result;
    return reason;
  } catch (error) {
    const interruption = splitInterruption(error);
    // The work knows one reason only: that of the last who gave up.
    return interruption.reason === end.signal.reason
      ? InterruptedError.explain(reason, interruption.trouble)
      : error;
  }
}

/**
 * What several callers need at once is done once. Each gives up for itself when its signal aborts,
 * with the signal's reason; the work ends early only when the last of them has.
 */
export function singleFlight<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
): (signal: AbortSignal) => Promise<Value> {
  let current: Work<Value> | undefined;

  function begin(): Work<Value> {
    const end = new AbortController();
    return { result: work(end.signal), end, callers: 0 };
  }

  return async (signal) => {
    signal.throwIfAborted();
    current ??= begin();
    const mine = current;
    mine.callers += 1;
    const forget = () => {
      if (current === mine) current = undefined;
    };
    const leave = () => {
      mine.callers -= 1;
      if (mine.callers > 0) return;
      forget();
      mine.end.abort(signal.reason);
    };
    try {
      // Over for all at the same moment: who comes after that begins anew.
      return await abortable(mine.result.finally(forget), signal).finally(leave);
    } catch (error) {
      if (!signal.aborted || error !== signal.reason || mine.callers > 0) throw error;
      // Whoever ends the work hears what it had met by then.
      throw await Promise.race([endOf(mine, signal), setImmediate(error)]);
    }
  };
}

/** What is worked out once for each key, and known from then on; a failure is not. */
export interface Memory<Value> {
  recall(
    key: string,
    work: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value>;
}

export function createMemory<Value>(): Memory<Value> {
  const known = new Map<string, { readonly value: Value }>();
  const underWay = new Map<string, (signal: AbortSignal) => Promise<Value>>();
  return {
    async recall(key, work, signal) {
      const kept = known.get(key);
      if (kept !== undefined) return kept.value;
      const share = underWay.get(key) ?? singleFlight(work);
      underWay.set(key, share);
      const value = await share(signal);
      known.set(key, { value });
      underWay.delete(key);
      return value;
    },
  };
}

/** Somebody who waits for the next round. */
export interface Waiter<Ask, Answer> {
  readonly ask: Ask;
  /** When it is due at the latest, on the monotonic clock. */
  readonly dueMs: number;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * What is done for several at once, as soon as the first of them is due: it takes those whom it will
 * answer out of `waiting` at once, and resolves with the moment before which no other round begins.
 */
export type Round<Ask, Answer> = (waiting: Set<Waiter<Ask, Answer>>) => Promise<number>;

/** Lets each ask in a round, `pauseMs` from now at the latest, unless rounds have to keep apart. */
export type Rounds<Ask, Answer> = (
  ask: Ask,
  pauseMs: number,
  signal: AbortSignal,
) => Promise<Answer>;

export function createRounds<Ask, Answer>(
  clock: Clock,
  round: Round<Ask, Answer>,
): Rounds<Ask, Answer> {
  const waiting = new Set<Waiter<Ask, Answer>>();
  let notBeforeMs = 0;
  let isRunning = false;
  let wake = new AbortController();

  /** `false` when something came up before the first is due. */
  async function sleepUntilDue(): Promise<boolean> {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const waiter of waiting) dueMs = Math.min(dueMs, waiter.dueMs);
    // A rest of less than a millisecond would never end.
    const pauseMs = Math.ceil(Math.max(dueMs, notBeforeMs) - clock.monotonicMs());
    if (pauseMs <= 0) return true;
    wake = new AbortController();
    const { signal } = wake;
    try {
      await clock.sleep(pauseMs, signal);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  async function run() {
    isRunning = true;
    try {
      while (waiting.size > 0) if (await sleepUntilDue()) notBeforeMs = await round(waiting);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      waiting.clear();
    } finally {
      isRunning = false;
    }
  }

  return async (ask, pauseMs, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const waiter = { ask, dueMs: clock.monotonicMs() + pauseMs, signal, resolve, reject };
    waiting.add(waiter);
    if (isRunning) wake.abort();
    else void run();
    try {
      return await abortable(promise, signal);
    } finally {
      if (waiting.delete(waiter)) wake.abort();
    }
  };
}
