import { endsAtOnce, isThrottled, isUnreached } from '../errors/request-errors.ts';

/** No pause is longer, whatever a cloud asks for: after it one call finds out how things are. */
export const LONGEST_PAUSE_MS = 60_000;

/** For how long trouble that passes is worth waiting, where no deadline says so. */
export const PATIENCE_MS = 600_000;

/** The same for a host that has never answered: a typing mistake in an address must not cost an hour. */
const UNANSWERED_MS = 60_000;

const FIRST_PAUSE_MS = 1_000;

/** A pause that grows with the time waited so far: a quarter of it, from `shortestMs` to a minute. */
export const growingPauseMs = (waitedMs: number, shortestMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(shortestMs, waitedMs / 4));

/** What passes by itself, and has surely reached nothing: the host takes no more calls, or can’t be reached. */
export type PassingTrouble = 'throttled' | 'unreachable';

/** Since when each kind of trouble lasts, on the monotonic clock. */
export type Stretches = Readonly<Partial<Record<PassingTrouble, number>>>;

/** The same, with a trouble of now. */
export const extendStretch = (since: Stretches, kind: PassingTrouble, nowMs: number): Stretches =>
  since[kind] === undefined ? { ...since, [kind]: nowMs } : since;

/** The same, where the last try ended otherwise: only a stretch of this kind goes on. */
export const keepStretch = (since: Stretches, kind: string): Stretches =>
  Object.fromEntries(Object.entries(since).filter(([one]) => one === kind));

/** The kind of trouble; `undefined` where it does not pass, or may have reached the cloud. */
export function passingTroubleOf(error: unknown): PassingTrouble | undefined {
  if (isThrottled(error)) return 'throttled';
  return isUnreached(error) && !endsAtOnce(error) ? 'unreachable' : undefined;
}

/**
 * The pause before the next try, in milliseconds, where the same trouble has lasted for `waitedMs`;
 * `undefined`: it does not pass, or has lasted for too long.
 */
export function patientPauseMs(
  error: unknown,
  waitedMs: number,
  patienceMs = PATIENCE_MS,
): number | undefined {
  // The pause itself is the host's, for all calls to it.
  if (isThrottled(error)) return waitedMs < patienceMs ? 0 : undefined;
  if (!isUnreached(error) || endsAtOnce(error)) return undefined;
  const leftMs = (error.hasAnswered ? patienceMs : UNANSWERED_MS) - waitedMs;
  if (leftMs <= 0) return undefined;
  return Math.ceil(Math.min(leftMs, growingPauseMs(waitedMs, FIRST_PAUSE_MS)));
}
