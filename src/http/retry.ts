import { ApiError } from '../errors/api-error.ts';
import { isThrottled, isTransient } from '../errors/request-errors.ts';
import { NetworkError } from '../errors/transport-errors.ts';
import type { ApiCall } from './api-call.ts';
import { parseHttpDate } from './http-date.ts';
import {
  extendStretch,
  LONGEST_PAUSE_MS,
  passingTroubleOf,
  patientPauseMs,
  type Stretches,
} from './patience.ts';

/** How often a call that may be repeated without harm is sent at most; throttled ones do not count. */
const ATTEMPTS = 5;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;

/** Reads `Retry-After` in both its forms, seconds and an HTTP date; milliseconds from `nowMs` on. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Almost anything can be read as a date, a negative or broken number too.
  const dateMs = /^[A-Za-z]/.test(header.trim()) ? parseHttpDate(header) : undefined;
  if (dateMs === undefined || Number.isNaN(nowMs)) return undefined;
  return Math.max(0, dateMs - nowMs);
}

/** Full jitter: anything from 0 to the delay, which doubles with each attempt (counted from 1). */
export const backoffMs = (attempt: number, random: () => number): number =>
  random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));

/** A delete that is throttled twice in a row can wait for the next run. */
const THROTTLED_DELETES = 2;

/** What has gone wrong with one call so far. */
export interface RetryHistory {
  readonly attempts: number;
  readonly throttledInARow: number;
  readonly since: Stretches;
  /** Whether the cloud may have done what it was asked, though it did not say so. */
  readonly mayRepeat: boolean;
  /** What went wrong last. */
  readonly last: unknown;
}

export const NO_TROUBLE: RetryHistory = {
  attempts: 0,
  throttledInARow: 0,
  since: {},
  mayRepeat: false,
  last: undefined,
};

/** What an attempt ended with, and when on the monotonic clock. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly nowMs: number;
  readonly random: () => number;
}

const mayBeDone = (error: unknown) =>
  error instanceof NetworkError ? error.mayHaveArrived : !isThrottled(error);

/** The history with one more failed attempt. */
export function addFailure(history: RetryHistory, { error, nowMs }: FailedAttempt): RetryHistory {
  const trouble = passingTroubleOf(error);
  return {
    attempts: history.attempts + (trouble === undefined ? 1 : 0),
    throttledInARow: trouble === 'throttled' ? history.throttledInARow + 1 : 0,
    since: trouble === undefined ? history.since : extendStretch(history.since, trouble, nowMs),
    mayRepeat: history.mayRepeat || mayBeDone(error),
    last: error,
  };
}

/** IAM is asked once for a login that it refuses, since refusals add up to a lock; what a page or garbage answered may be answered rightly the next time. */
function isRepeatable(error: unknown, isLogin: boolean): boolean {
  if (error instanceof NetworkError) return !error.isLasting;
  const isServer = error instanceof ApiError && error.kind === 'server';
  if (isLogin) return isServer;
  const isPage = error instanceof ApiError && error.kind === 'not-api';
  // A read that is answered "not ready yet" (DBS.280036) gets its answer a little later.
  const isNotReady = error instanceof ApiError && error.kind === 'busy' && error.status >= 500;
  return isServer || isPage || isNotReady || (isTransient(error) && !(error instanceof ApiError));
}

/**
 * The pause before the next attempt, in milliseconds, by a history with the failed one in it;
 * `undefined`: the error is final.
 */
export function nextPauseMs(
  call: ApiCall<unknown>,
  { attempts, throttledInARow, since }: RetryHistory,
  { error, nowMs, random }: FailedAttempt,
): number | undefined {
  const isLogin = call.method === 'POST' && call.safeToRepeat === true;
  if (call.isSentOnce || (call.method === 'POST' && !isLogin)) return undefined;
  const trouble = passingTroubleOf(error);
  if (trouble !== undefined) {
    if (call.method === 'DELETE' && throttledInARow >= THROTTLED_DELETES) return undefined;
    return patientPauseMs(error, nowMs - (since[trouble] ?? nowMs));
  }
  if (!isRepeatable(error, isLogin) || attempts >= ATTEMPTS) return undefined;
  const askedMs = error instanceof ApiError ? error.retryAfterMs : undefined;
  return Math.min(LONGEST_PAUSE_MS, askedMs ?? backoffMs(attempts, random));
}
