import { ApiError } from '../errors/api-error.ts';
import { endsAtOnce, isThrottled, isTransient, isUnreached } from '../errors/request-errors.ts';
import { NetworkError } from '../errors/transport-errors.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { ApiCall } from './api-call.ts';
import { parseHttpDate } from './http-date.ts';

/** No pause is longer, whatever a cloud asks for: after it one call finds out how things are. */
export const LONGEST_PAUSE_MS = 60_000;

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

/** A pause that grows with the time waited so far: a quarter of it, from `shortestMs` to a minute. */
export const growingPauseMs = (waitedMs: number, shortestMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(shortestMs, waitedMs / 4));

/** A typing mistake in an address must not cost an hour. */
const UNREACHED_MS = 60_000;
/** For a host that has answered, and for throttling; who has a deadline goes on by itself. */
const PATIENCE_MS = 600_000;
const UNREACHED_PAUSE_MS = 1_000;
/** A delete that is throttled twice in a row can wait for the next run. */
const THROTTLED_DELETES = 2;

/** What has gone wrong with one call so far; times are monotonic. */
export interface RetryHistory {
  attempts: number;
  throttledInARow: number;
  throttledSinceMs: number | undefined;
  unreachedSinceMs: number | undefined;
  /** Whether the cloud may have done what it was asked, though it did not say so. */
  mayRepeat: boolean;
  last: unknown;
}

export const startHistory = (): RetryHistory => ({
  attempts: 0,
  throttledInARow: 0,
  throttledSinceMs: undefined,
  unreachedSinceMs: undefined,
  mayRepeat: false,
  last: undefined,
});

/** What an attempt ended with, and when. */
export interface FailedAttempt {
  readonly error: unknown;
  readonly nowMs: number;
  readonly random: () => number;
}

type PauseRule = (
  call: ApiCall<unknown>,
  history: RetryHistory,
  failed: FailedAttempt,
) => number | undefined;

/** The pause itself is the host's, for all calls to it. */
const throttledPauseMs: PauseRule = ({ method }, history, { nowMs }) => {
  history.throttledSinceMs ??= nowMs;
  history.throttledInARow += 1;
  if (method === 'DELETE' && history.throttledInARow >= THROTTLED_DELETES) return undefined;
  return nowMs - history.throttledSinceMs >= PATIENCE_MS ? undefined : 0;
};

const unreachedPauseMs: PauseRule = (_call, history, { error, nowMs }) => {
  if (!isUnreached(error) || endsAtOnce(error)) return undefined;
  history.unreachedSinceMs ??= nowMs;
  const waitedMs = nowMs - history.unreachedSinceMs;
  const leftMs = (error.hasAnswered ? PATIENCE_MS : UNREACHED_MS) - waitedMs;
  if (leftMs <= 0) return undefined;
  return Math.ceil(Math.min(leftMs, growingPauseMs(waitedMs, UNREACHED_PAUSE_MS)));
};

/** Whoever refuses a login is asked once, since refusals add up to a lock; what a page or garbage answered may be answered rightly the next time. */
function isRepeatable(error: unknown, isLogin: boolean): boolean {
  if (error instanceof NetworkError) return !error.isLasting;
  const isServer = error instanceof ApiError && error.kind === 'server';
  if (isLogin) return isServer;
  const isPage = error instanceof ApiError && error.kind === 'not-api';
  // A read that is answered "not ready yet" (DBS.280036) gets its answer a little later.
  const isNotReady = error instanceof ApiError && error.kind === 'busy' && error.status >= 500;
  return isServer || isPage || isNotReady || (isTransient(error) && !(error instanceof ApiError));
}

/** The pause before the next attempt, in milliseconds; `undefined`: the error is final. */
export const nextPauseMs: PauseRule = (call, history, failed) => {
  const { error, random } = failed;
  const isLogin = call.method === 'POST' && call.safeToRepeat === true;
  if (call.isSentOnce || (call.method === 'POST' && !isLogin)) return undefined;
  if (isThrottled(error)) return throttledPauseMs(call, history, failed);
  history.throttledInARow = 0;
  if (isUnreached(error)) return unreachedPauseMs(call, history, failed);
  history.attempts += 1;
  if (!isRepeatable(error, isLogin) || history.attempts >= ATTEMPTS) return undefined;
  const askedMs = error instanceof ApiError ? error.retryAfterMs : undefined;
  return Math.min(LONGEST_PAUSE_MS, askedMs ?? backoffMs(history.attempts, random));
};

export interface TroubleReportOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells trouble that may pass: one warning when it begins, then a line once a minute at most, and one
 * when it is over. Trouble that comes and goes is one: it is warned of again only after ten minutes without.
 */
export interface TroubleReport {
  /** `about`: whose trouble it is, such as a host. */
  tell(about: string, text: string): void;
  /** It answers again. */
  end(about: string): void;
}

interface Trouble {
  readonly lastMs: number;
  readonly toldMs: number;
  readonly isOpen: boolean;
}

const TELL_AGAIN_MS = 60_000;
const WARN_AGAIN_MS = 600_000;

export function createTroubleReport({ clock, log }: TroubleReportOptions): TroubleReport {
  const troubles = new Map<string, Trouble>();
  return {
    tell(about, text) {
      const nowMs = clock.monotonicMs();
      const known = troubles.get(about);
      const isNew = known === undefined || nowMs - known.lastMs >= WARN_AGAIN_MS;
      const isDue = isNew || nowMs - known.toldMs >= TELL_AGAIN_MS;
      const toldMs = isDue ? nowMs : known.toldMs;
      troubles.set(about, { lastMs: nowMs, toldMs, isOpen: isDue || known.isOpen });
      if (isNew) log.warning(text);
      else if (isDue) log.info(text);
      else log.debug(text);
    },
    end(about) {
      const known = troubles.get(about);
      if (!known?.isOpen) return;
      troubles.set(about, { ...known, isOpen: false });
      log.info(`${about} answers again.`);
    },
  };
}
