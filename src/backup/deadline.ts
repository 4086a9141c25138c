import { CancelledError, DeadlineError } from '../errors/backup-error.ts';
import { InputError, LoginError, type Problem } from '../errors/request-errors.ts';
import { patientPauseMs } from '../http/patience.ts';
import { splitInterruption } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';

/** What is wrong with time limits; `undefined` is none, and `Infinity` is no limit. */
export const findTimeProblems = (times: Readonly<Record<string, unknown>>): readonly Problem[] =>
  Object.entries(times).flatMap(([input, ms]) =>
    ms === undefined || (typeof ms === 'number' && ms >= 0)
      ? []
      : [{ input, problem: 'must be a number of milliseconds, 0 or more' }],
  );

/** @throws InputError with the name of each that is no number of milliseconds */
export function checkTimes(times: Readonly<Record<string, unknown>>): void {
  const problems = findTimeProblems(times);
  if (problems.length > 0) throw new InputError(problems);
}

/** How long a call may take. */
export interface CallOptions {
  /** Ends the call: it then rejects with a `CancelledError`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from now: the call then rejects with a `DeadlineError`. Default: no limit. */
  readonly timeoutMs?: number | undefined;
}

/** How long a call whose answer matters may go on after a cancellation. */
export const CANCEL_GRACE_MS = 5_000;

/** Until when work may go on: the caller's cancellation and a deadline. */
export interface Deadline {
  /** The caller's own signal. */
  readonly cancelled: AbortSignal;
  /** Aborts at whichever comes first. */
  readonly signal: AbortSignal;
  /** What the work has not come to if it ends early; `undefined`: to ask for a backup. */
  readonly unreached: string | undefined;
  /** @throws CancelledError, DeadlineError */
  throwIfOver(): void;
  /** Milliseconds to the deadline; `Infinity` without one. */
  remainingMs(): number;
  /** Aborts at the deadline, and `graceMs` after a cancellation: for a call whose answer matters. */
  withGrace(graceMs: number): AbortSignal;
  /** Aborts `graceMs` after whichever end comes first: for a call that may change something until it is answered. */
  pastEnd(graceMs: number): AbortSignal;
  /** The work is over: the caller's signal, which may live on for long, is listened to no more. */
  dispose(): void;
}

interface Delay {
  readonly clock: Clock;
  readonly graceMs: number;
  /** Ends the listening. */
  readonly over: AbortSignal;
}

/** Follows `signal`, `graceMs` later. */
function delayAbort(signal: AbortSignal, { clock, graceMs, over }: Delay): AbortSignal {
  const controller = new AbortController();
  const startGrace = () => {
    const end = clock.signalAfter(graceMs);
    end.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  };
  if (signal.aborted) startGrace();
  else signal.addEventListener('abort', startGrace, { once: true, signal: over });
  return controller.signal;
}

/** The one, or one that follows both; never a signal that is shared with other work. */
function anyOf(first: AbortSignal | undefined, second: AbortSignal | undefined): AbortSignal {
  if (first !== undefined && second !== undefined) return AbortSignal.any([first, second]);
  return first ?? second ?? new AbortController().signal;
}

/** `timeoutMs` counts from now. @throws InputError where it is no number of milliseconds */
export function startDeadline(
  clock: Clock,
  signal?: AbortSignal,
  timeoutMs = Number.POSITIVE_INFINITY,
  unreached?: string,
): Deadline {
  checkTimes({ timeoutMs });
  const timeUp = timeoutMs === Number.POSITIVE_INFINITY ? undefined : clock.signalAfter(timeoutMs);
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  const remainingMs = () => Math.max(0, deadlineMs - clock.monotonicMs());
  const over = new AbortController();
  const ended = anyOf(signal, timeUp);
  return {
    cancelled: signal ?? new AbortController().signal,
    signal: ended,
    unreached,
    throwIfOver() {
      if (signal?.aborted) throw new CancelledError(undefined, unreached);
      if (timeUp?.aborted || remainingMs() === 0) throw DeadlineError.before(unreached);
    },
    remainingMs,
    withGrace: (graceMs) =>
      anyOf(signal && delayAbort(signal, { clock, graceMs, over: over.signal }), timeUp),
    pastEnd: (graceMs) => delayAbort(ended, { clock, graceMs, over: over.signal }),
    // A reason of its own would cost a stack trace.
    dispose: () => signal && over.abort(null),
  };
}

/** Whether it is what an aborted request ends with: the reason of the deadline's signal, or of the caller's. */
export function isEnd(error: unknown, { signal, cancelled }: Deadline): boolean {
  const { reason } = splitInterruption(error);
  // A cancellation right after the deadline has a reason of its own.
  return [signal, cancelled].some((one) => one.aborted && reason === one.reason);
}

/**
 * What to throw instead of the reason of an aborted request, which says nothing to the caller.
 * `unreached`: what the work had not come to.
 */
export function explainAbort(
  error: unknown,
  deadline: Deadline,
  unreached: string | undefined = deadline.unreached,
): unknown {
  const { reason, trouble } = splitInterruption(error);
  if (!isEnd(error, deadline)) return trouble === undefined ? error : reason;
  return deadline.cancelled.aborted
    ? new CancelledError(undefined, unreached)
    : DeadlineError.before(unreached, trouble ?? reason);
}

/**
 * Does work until the caller cancels it or its time is over. `unreached`: what it has not come to then.
 * @throws CancelledError, DeadlineError, what the work throws
 */
export async function within<Value>(
  clock: Clock,
  { signal, timeoutMs }: CallOptions,
  unreached: string | undefined,
  work: (deadline: Deadline) => Promise<Value>,
): Promise<Value> {
  const deadline = startDeadline(clock, signal, timeoutMs, unreached);
  try {
    return await work(deadline);
  } catch (error) {
    throw explainAbort(error, deadline);
  } finally {
    deadline.dispose();
  }
}

interface HoldOut {
  readonly deadline: Deadline;
  readonly clock: Clock;
  /** For so long at most, in milliseconds, beside the limits. */
  readonly holdOutMs: number;
}

/**
 * For work that has changed nothing yet: a host that takes no more calls, or that has answered before
 * and can't be reached now, is worth the whole time.
 */
export async function holdOut<Value>(
  { deadline, clock, holdOutMs }: HoldOut,
  work: () => Promise<Value>,
): Promise<Value> {
  const startMs = clock.monotonicMs();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const cause = error instanceof LoginError ? error.cause : error;
      const pauseMs = patientPauseMs(cause, clock.monotonicMs() - startMs, holdOutMs);
      if (pauseMs === undefined || deadline.remainingMs() === 0) throw error;
    }
  }
}
