import type { Clock } from '../clock.ts';
import { CancelledError } from '../errors/cancelled-error.ts';
import { DeadlineError } from '../errors/deadline-error.ts';

/** Until when work may go on: the caller's cancellation and a deadline. */
export interface Limits {
  /** The caller's own signal. */
  readonly cancelled: AbortSignal;
  /** Aborts at whichever comes first. */
  readonly stop: AbortSignal;
  /** @throws CancelledError, DeadlineError */
  throwIfOver(): void;
  /** Milliseconds to the deadline; `Infinity` without one. */
  findLeftMs(): number;
  /** Aborts at the deadline, and `graceMs` after a cancellation: for a call whose answer matters. */
  stopLater(graceMs: number): AbortSignal;
}

const never = new AbortController().signal;

/** Follows `signal`, `graceMs` later. */
function delayAbort(signal: AbortSignal, graceMs: number, clock: Clock): AbortSignal {
  const controller = new AbortController();
  const startGrace = () => {
    const end = clock.signalAfter(graceMs);
    end.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  };
  if (signal.aborted) startGrace();
  else signal.addEventListener('abort', startGrace, { once: true });
  return controller.signal;
}

/** `timeoutMs` counts from now. */
export function createLimits(
  clock: Clock,
  cancelled: AbortSignal = never,
  timeoutMs = Number.POSITIVE_INFINITY,
): Limits {
  const deadline = timeoutMs === Number.POSITIVE_INFINITY ? never : clock.signalAfter(timeoutMs);
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  const findLeftMs = () => Math.max(0, deadlineMs - clock.monotonicMs());
  return {
    cancelled,
    stop: AbortSignal.any([cancelled, deadline]),
    throwIfOver() {
      if (cancelled.aborted) throw new CancelledError();
      if (deadline.aborted || findLeftMs() === 0) throw new DeadlineError();
    },
    findLeftMs,
    stopLater: (graceMs) => AbortSignal.any([delayAbort(cancelled, graceMs, clock), deadline]),
  };
}

/** What to throw instead of the reason of an aborted request, which says nothing to the caller. */
export function explainAbort(error: unknown, { stop, cancelled }: Limits): unknown {
  if (!stop.aborted || error !== stop.reason) return error;
  return cancelled.aborted ? new CancelledError() : new DeadlineError(error);
}
