import type { ApiError } from '../errors/api-error.ts';
import { abortable } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';
import { LONGEST_PAUSE_MS } from './retry.ts';

/** Leave to send one call. */
export interface Turn {
  /** What became of the call: with the refusal the host throttles it; `unknown` says nothing of that. */
  end(result: ApiError | 'answered' | 'unknown'): void;
}

/** Slows all calls of a client to one host down together, as soon as that refuses one as too many. */
export interface Throttle {
  /** Resolves when the host may be called; rejects with the signal's reason when it aborts first. */
  enter(host: string, signal: AbortSignal): Promise<Turn>;
}

export interface ThrottleOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** A host that refused a call as one too many, until calls flow again. */
interface Jam {
  /** When the pause ends. */
  openAtMs: number;
  /** The pause after the next refusal for which the host names none. */
  backoffMs: number;
  /** Whether nobody has been let through since the pause. */
  isClosed: boolean;
  /** The one call that tries it. */
  probe: PromiseWithResolvers<void> | undefined;
  /** Between the starts of two calls, and when the next may start. */
  spacingMs: number;
  nextStartMs: number;
  toldMs: number;
}

const FIRST_PAUSE_MS = 1_000;
const JITTER = 0.1;
const SPACING_MS = 500;
/** After each call that was let through the next may come so much sooner. */
const SPACING_FACTOR = 0.8;
const NO_SPACING_MS = 20;
const TELL_EVERY_MS = 60_000;

const UNITS_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** What a gateway's text tells: `limit:5,time:5 second`. */
function readWindow({ text = '' }: ApiError) {
  const match = /limit\s*:\s*(\d{1,9})\s*,\s*time\s*:\s*(\d{1,6})\s*(second|minute|hour|day)/i.exec(
    text,
  );
  if (match === null) return undefined;
  const [calls, count] = match.slice(1, 3).map(Number);
  const windowMs = (count ?? 0) * (UNITS_MS[match[3]?.toLowerCase() ?? ''] ?? 0);
  return { windowMs, spacingMs: windowMs / Math.max(1, calls ?? 1) };
}

export function createThrottle({ clock, random, log }: ThrottleOptions): Throttle {
  const jams = new Map<string, Jam>();

  function tell(host: string, jam: Jam, isNew: boolean, refusal: ApiError) {
    const nowMs = clock.monotonicMs();
    if (!isNew && nowMs - jam.toldMs < TELL_EVERY_MS) return;
    jam.toldMs = nowMs;
    const pause = formatDuration(jam.openAtMs - nowMs);
    const text = `${host} takes no more calls at the moment: all calls to it pause for ${pause}, then start again slowly. ${refusal.message}`;
    // Who deletes warns of it, and ends.
    if (isNew && refusal.method !== 'DELETE') log.warning(text);
    else log.info(text);
  }

  function pause(host: string, startedMs: number, refusal: ApiError) {
    const nowMs = clock.monotonicMs();
    const window = readWindow(refusal);
    const known = jams.get(host);
    const askedMs = refusal.retryAfterMs ?? window?.windowMs;
    // Who started before the pause was over belongs to the wave that brought it about.
    if (known !== undefined && startedMs < known.openAtMs) {
      const endMs = nowMs + Math.min(LONGEST_PAUSE_MS, askedMs ?? 0);
      known.openAtMs = Math.max(known.openAtMs, endMs);
      return;
    }
    const backoffMs = known?.backoffMs ?? FIRST_PAUSE_MS;
    // A word of the host that has proved too short is no longer enough.
    const wantedMs = Math.max(askedMs ?? backoffMs, known === undefined ? 0 : backoffMs);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, wantedMs * (1 + JITTER * random()));
    const jam: Jam = {
      openAtMs: nowMs + pauseMs,
      backoffMs: Math.min(LONGEST_PAUSE_MS, backoffMs * 2),
      isClosed: true,
      probe: undefined,
      spacingMs: Math.min(window?.spacingMs ?? SPACING_MS, FIRST_PAUSE_MS),
      nextStartMs: 0,
      toldMs: known?.toldMs ?? 0,
    };
    jams.set(host, jam);
    tell(host, jam, known === undefined, refusal);
  }

  function relax(host: string, jam: Jam) {
    jam.isClosed = false;
    jam.backoffMs = FIRST_PAUSE_MS;
    jam.spacingMs *= SPACING_FACTOR;
    if (jam.spacingMs >= NO_SPACING_MS) return;
    jams.delete(host);
    log.info(`${host} takes calls again.`);
  }

  function begin(host: string, probed: Jam | undefined): Turn {
    const startedMs = clock.monotonicMs();
    return {
      end(result) {
        probed?.probe?.resolve();
        if (probed !== undefined) probed.probe = undefined;
        if (result === 'unknown') return;
        if (result !== 'answered') return pause(host, startedMs, result);
        const jam = jams.get(host);
        if (jam !== undefined && startedMs >= jam.openAtMs) relax(host, jam);
      },
    };
  }

  /** Leave to call the host now, or what to wait for before asking for it again. */
  function ask(host: string, signal: AbortSignal): Turn | Promise<void> {
    const jam = jams.get(host);
    const nowMs = clock.monotonicMs();
    if (jam === undefined) return begin(host, undefined);
    if (nowMs < jam.openAtMs) return clock.sleep(Math.ceil(jam.openAtMs - nowMs), signal);
    if (jam.probe !== undefined) return abortable(jam.probe.promise, signal);
    if (jam.isClosed) {
      jam.probe = Promise.withResolvers();
      return begin(host, jam);
    }
    if (nowMs < jam.nextStartMs) return clock.sleep(Math.ceil(jam.nextStartMs - nowMs), signal);
    jam.nextStartMs = nowMs + jam.spacingMs;
    return begin(host, undefined);
  }

  return {
    async enter(host, signal) {
      for (;;) {
        signal.throwIfAborted();
        const turn = ask(host, signal);
        if ('end' in turn) return turn;
        await turn;
      }
    },
  };
}
