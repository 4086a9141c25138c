import { OverBudgetError } from '../errors/request-errors.ts';
import { abortable, InterruptedError } from '../runtime/abort.ts';
import { type Alarm, createAlarm } from '../runtime/alarm.ts';
import {
  type Budget,
  createBudget,
  goesBefore,
  MOST_CALLS,
  MOST_POLLS,
  type Precedence,
  WINDOW_MS,
} from './budget.ts';
import { type CallResult, createPauses, type Pauses, type RefusalOptions } from './refusal.ts';

/** Leave to send one call. */
export interface Leave {
  /** Called right before the call goes out; resolves when it may. */
  send(): Promise<void>;
  end(result: CallResult): void;
}

export interface EnterOptions {
  readonly precedence: Precedence;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * Slows all calls of a client to one host down together: to its budget of calls in a minute, and
 * further as soon as the host refuses one as too many.
 */
export interface Throttle {
  /** Resolves when the host may be called; rejects with the signal's reason when it aborts first. */
  enter(host: string, options: EnterOptions): Promise<Leave>;
}

/** A call that waits. */
interface Waiting {
  readonly precedence: Precedence;
  readonly sinceMs: number;
  readonly goOn: () => void;
  readonly fail: (error: unknown) => void;
}

interface Host {
  readonly name: string;
  readonly budget: Budget;
  readonly pauses: Pauses;
  readonly waiting: Waiting[];
  readonly alarm: Alarm;
  /** Whether the loop runs that lets waiting calls go. */
  isRunning: boolean;
  isFullLogged: boolean;
}

/** A call that has waited for so long is overtaken no more. */
const OLD_MS = 2 * WINDOW_MS;

/** The waiting call that goes first of those for which there is room, or how long there is none. */
function findNext({ budget, waiting }: Host, nowMs: number): Waiting | number {
  const waitsMs = new Map<Precedence, number>();
  const waitMsOf = (precedence: Precedence) => {
    const ms = waitsMs.get(precedence) ?? budget.waitMs(precedence, nowMs);
    waitsMs.set(precedence, ms);
    return ms;
  };
  const isOld = ({ sinceMs }: Waiting) => nowMs - sinceMs >= OLD_MS;
  const isFirst = (one: Waiting, other: Waiting) =>
    isOld(one) || isOld(other)
      ? one.sinceMs < other.sinceMs
      : goesBefore(one.precedence, other.precedence);
  let first: Waiting | undefined;
  for (const one of waiting) {
    if (waitMsOf(one.precedence) > 0) continue;
    if (first === undefined || isFirst(one, first)) first = one;
  }
  return first ?? Math.min(...waitsMs.values());
}

export function createThrottle(options: RefusalOptions): Throttle {
  const { clock, log } = options;
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    const host: Host = {
      name,
      budget: createBudget(),
      pauses: createPauses(name, options),
      waiting: [],
      alarm: createAlarm(clock),
      isRunning: false,
      isFullLogged: false,
    };
    hosts.set(name, host);
    return host;
  }

  function begin(host: Host, { precedence, signal }: EnterOptions): Leave {
    const { budget, pauses } = host;
    const place = budget.take(precedence);
    const call = pauses.start(clock.monotonicMs());
    return {
      async send() {
        for (;;) {
          const nowMs = clock.monotonicMs();
          // A login may have gone out meanwhile, in the room that this call held.
          const waitMs = budget.waitMs('login', nowMs);
          if (waitMs <= 0) {
            place.send(nowMs);
            call.send(nowMs);
            return;
          }
          await clock.sleep(Math.ceil(waitMs), signal);
        }
      },
      end(result) {
        place.leave();
        call.end(result);
        host.alarm.wake();
      },
    };
  }

  /** Lets calls go while there is room; milliseconds until there may be room again. */
  function letGo(host: Host): number {
    while (host.waiting.length > 0) {
      const nowMs = clock.monotonicMs();
      const pauseMs = host.pauses.waitMs(nowMs);
      if (pauseMs > 0) return pauseMs;
      const next = findNext(host, nowMs);
      if (typeof next === 'number') return next;
      host.waiting.splice(host.waiting.indexOf(next), 1);
      next.goOn();
    }
    return 0;
  }

  /** Runs while calls wait. */
  async function run(host: Host): Promise<void> {
    host.isRunning = true;
    try {
      for (let ms = letGo(host); host.waiting.length > 0; ms = letGo(host)) {
        await host.alarm.rest(ms);
      }
    } catch (error) {
      for (const { fail } of host.waiting.splice(0)) fail(error);
    } finally {
      host.isRunning = false;
    }
  }

  function logFull(host: Host) {
    if (host.isFullLogged) return;
    host.isFullLogged = true;
    log.info(
      `Calls to ${host.name} wait for their turn: no more than ${MOST_CALLS} go out in a minute, ${MOST_POLLS} polls among them.`,
    );
  }

  async function waitForLeave(host: Host, enter: EnterOptions): Promise<Leave> {
    const { precedence, signal } = enter;
    const { promise, resolve, reject } = Promise.withResolvers<Leave>();
    const sinceMs = clock.monotonicMs();
    const goOn = () => resolve(begin(host, enter));
    const waiting: Waiting = { precedence, sinceMs, goOn, fail: reject };
    const isFull = host.budget.waitMs(precedence, sinceMs) > 0;
    if (isFull) logFull(host);
    host.waiting.push(waiting);
    if (host.isRunning) host.alarm.wake();
    else void run(host);
    try {
      return await abortable(promise, signal, ({ end }) => end('unknown'));
    } catch (error) {
      throw isFull ? InterruptedError.explain(error, new OverBudgetError(host.name)) : error;
    } finally {
      const at = host.waiting.indexOf(waiting);
      if (at >= 0) host.waiting.splice(at, 1);
      if (host.waiting.length === 0) host.alarm.wake();
    }
  }

  return {
    async enter(name, enter) {
      enter.signal.throwIfAborted();
      const host = hostOf(name);
      const nowMs = clock.monotonicMs();
      const mayGo =
        host.waiting.length === 0 &&
        host.pauses.waitMs(nowMs) <= 0 &&
        host.budget.waitMs(enter.precedence, nowMs) <= 0;
      return mayGo ? begin(host, enter) : await waitForLeave(host, enter);
    },
  };
}
