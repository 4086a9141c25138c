import { abortable } from '../../runtime/abort.ts';
import { createAlarm } from '../../runtime/alarm.ts';
import type { Clock } from '../../runtime/clock.ts';

/** A question that waits for its answer. */
export interface Waiter<Question, Answer> {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** Answers all that wait at once, as soon as the first of them is due. */
export type Rounds<Question, Answer> = (
  question: Question,
  pauseMs: number,
  signal: AbortSignal,
) => Promise<Answer>;

/** `answer` answers each of them; the next round begins after that. */
export function createRounds<Question, Answer>(
  clock: Clock,
  answer: (waiters: readonly Waiter<Question, Answer>[]) => Promise<void>,
): Rounds<Question, Answer> {
  /** When each is due, on the monotonic clock. */
  const waiting = new Map<Waiter<Question, Answer>, number>();
  const alarm = createAlarm(clock);
  let isRunning = false;

  async function run() {
    isRunning = true;
    try {
      while (waiting.size > 0) {
        const pauseMs = Math.min(...waiting.values()) - clock.monotonicMs();
        if (pauseMs > 0) {
          await alarm.rest(pauseMs);
          continue;
        }
        const waiters = [...waiting.keys()];
        waiting.clear();
        await answer(waiters);
      }
    } catch (error) {
      for (const { reject } of waiting.keys()) reject(error);
      waiting.clear();
    } finally {
      isRunning = false;
    }
  }

  return async (question, pauseMs, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const waiter = { question, signal, resolve, reject };
    waiting.set(waiter, clock.monotonicMs() + pauseMs);
    if (isRunning) alarm.wake();
    else void run();
    try {
      return await abortable(promise, signal);
    } finally {
      if (waiting.delete(waiter)) alarm.wake();
    }
  };
}
