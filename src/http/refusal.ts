import type { ApiError } from '../errors/api-error.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import { LONGEST_PAUSE_MS } from './patience.ts';

export interface RefusalOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** What became of a call: with the refusal the host throttles it; `unknown` says nothing of that. */
export type CallResult = ApiError | 'answered' | 'unknown';

/** A call as the pauses of its host see it. */
export interface PausedCall {
  /** It goes out now, on the monotonic clock. */
  send(nowMs: number): void;
  end(result: CallResult): void;
}

/**
 * The pauses of one host, from its first refusal of a call as one too many until calls flow again:
 * all calls pause; then one goes alone; once that is answered the others follow, sooner and sooner.
 */
export interface Pauses {
  /** Milliseconds until another call may start; `Infinity`: not before one has ended. */
  waitMs(nowMs: number): number;
  /** A call starts. */
  start(nowMs: number): PausedCall;
}

interface Pause {
  openAtMs: number;
  /** The pause after the next refusal for which the host names none. */
  backoffMs: number;
  /** Whether no call has been answered since. */
  isClosed: boolean;
  /** Whether the one call is out that tries it. */
  isTried: boolean;
  /** Between the starts of two calls, and when the next may start. */
  spacingMs: number;
  nextStartMs: number;
}

const FIRST_PAUSE_MS = 1_000;
const JITTER = 0.1;
const SPACING_MS = 500;
/** After each call that was answered the next may come so much sooner. */
const SPACING_FACTOR = 0.8;
const NO_SPACING_MS = 20;
const LOG_EVERY_MS = 60_000;

const UNITS_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** The window that a gateway's text names: `limit:5,time:5 second`. */
function readWindow({ text = '' }: ApiError) {
  const match = /limit\s*:\s*(\d{1,9})\s*,\s*time\s*:\s*(\d{1,6})\s*(second|minute|hour|day)/i.exec(
    text,
  );
  if (match === null) return undefined;
  const [calls, count] = match.slice(1, 3).map(Number);
  const windowMs = (count ?? 0) * (UNITS_MS[match[3]?.toLowerCase() ?? ''] ?? 0);
  return { windowMs, spacingMs: windowMs / Math.max(1, calls ?? 1) };
}

export function createPauses(host: string, { clock, random, log }: RefusalOptions): Pauses {
  let pause: Pause | undefined;
  let loggedMs = Number.NEGATIVE_INFINITY;

  function logRefusal(openAtMs: number, isNew: boolean, error: ApiError) {
    const nowMs = clock.monotonicMs();
    if (!isNew && nowMs - loggedMs < LOG_EVERY_MS) return;
    loggedMs = nowMs;
    const length = formatDuration(openAtMs - nowMs);
    const text = `${host} takes no more calls at the moment: all calls to it pause for ${length}, then start again slowly. ${error.message}`;
    // Deletes stop at a refusal, and warn of it themselves.
    if (isNew && error.method !== 'DELETE') log.warning(text);
    else log.info(text);
  }

  function refuse(sentMs: number, error: ApiError) {
    const nowMs = clock.monotonicMs();
    const window = readWindow(error);
    const askedMs = error.retryAfterMs ?? window?.windowMs;
    // A call that was sent before the pause was over is part of the burst that caused it.
    if (pause !== undefined && sentMs < pause.openAtMs) {
      const endMs = nowMs + Math.min(LONGEST_PAUSE_MS, askedMs ?? 0);
      pause.openAtMs = Math.max(pause.openAtMs, endMs);
      return;
    }
    const isNew = pause === undefined;
    const backoffMs = pause?.backoffMs ?? FIRST_PAUSE_MS;
    // A pause that the host named and that has proved too short is no longer enough.
    const wantedMs = Math.max(askedMs ?? backoffMs, isNew ? 0 : backoffMs);
    const openAtMs = nowMs + Math.min(LONGEST_PAUSE_MS, wantedMs * (1 + JITTER * random()));
    pause = {
      openAtMs,
      backoffMs: Math.min(LONGEST_PAUSE_MS, backoffMs * 2),
      isClosed: true,
      isTried: false,
      spacingMs: Math.min(window?.spacingMs ?? SPACING_MS, FIRST_PAUSE_MS),
      nextStartMs: 0,
    };
    logRefusal(openAtMs, isNew, error);
  }

  function relax(open: Pause) {
    open.isClosed = false;
    open.backoffMs = FIRST_PAUSE_MS;
    open.spacingMs *= SPACING_FACTOR;
    if (open.spacingMs >= NO_SPACING_MS) return;
    pause = undefined;
    log.info(`${host} takes calls again.`);
  }

  return {
    waitMs(nowMs) {
      if (pause === undefined) return 0;
      if (nowMs < pause.openAtMs) return pause.openAtMs - nowMs;
      if (pause.isTried) return Number.POSITIVE_INFINITY;
      return pause.isClosed ? 0 : Math.max(0, pause.nextStartMs - nowMs);
    },
    start(startMs) {
      let sentMs = startMs;
      const tried = pause?.isClosed ? pause : undefined;
      if (tried !== undefined) tried.isTried = true;
      else if (pause !== undefined) pause.nextStartMs = startMs + pause.spacingMs;
      return {
        send(nowMs) {
          sentMs = nowMs;
        },
        end(result) {
          if (tried !== undefined) tried.isTried = false;
          if (result === 'unknown') return;
          if (result !== 'answered') refuse(sentMs, result);
          else if (pause !== undefined && sentMs >= pause.openAtMs) relax(pause);
        },
      };
    },
  };
}
