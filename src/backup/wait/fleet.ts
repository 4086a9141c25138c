import { ApiError } from '../../errors/api-error.ts';
import { isTransient } from '../../errors/request-errors.ts';
import { MOST_POLLS } from '../../http/budget.ts';
import type { SendLimits } from '../../http/send.ts';
import type { Backup, ServiceId } from '../../model.ts';
import { abortable } from '../../runtime/abort.ts';
import { createAlarm } from '../../runtime/alarm.ts';
import { getService } from '../../services/index.ts';
import { type Paging, readPages } from '../../services/pages.ts';
import type { InstanceRecord } from '../../services/service.ts';
import { type Session, sendWithin } from '../../session.ts';
import type { Sought } from '../find-records.ts';
import { noteInstance } from '../instances.ts';
import { LONGEST_PAUSE_MS } from './pauses.ts';
import type { Awaited, PlannedCall } from './plan.ts';
import type { PollReport } from './progress.ts';
import { type PollResult, type PollWaiter, pollFor } from './statuses.ts';
import { createWatch } from './watch.ts';

/** How long a wait rests before its next poll. */
export interface Rest {
  readonly pauseMs: number;
  /** When it has to be answered, with or without a poll, on the monotonic clock. */
  readonly tellMs: number;
}

/**
 * The running backups of a service that lists those of one instance only: each is asked for by itself,
 * and its record alone decides. `plan` says which one is next; here that is sent, and the list of
 * instances is read.
 */
export interface Fleet {
  follow(
    backup: Backup,
    lastMs: number,
  ): {
    next(sought: Sought, rest: Rest, signal: AbortSignal): Promise<PollResult>;
    end(): void;
  };
}

interface FleetOptions {
  readonly session: Session;
  readonly service: ServiceId;
  readonly report: PollReport;
}

interface FleetWaiter extends PollWaiter {
  readonly tellMs: number;
}

const keyOf = ({ instanceId }: Pick<Backup, 'instanceId'>) => instanceId.toLowerCase();

export function createFleet({ session, service, report }: FleetOptions): Fleet {
  const { clock, log } = session;
  const { title, listInstances, isBackingUp } = getService(service);
  const watch = createWatch(isBackingUp !== undefined);
  const waiters = new Map<Awaited, FleetWaiter>();
  const alarm = createAlarm(clock);
  let isRunning = false;
  /** Ends the reading of the list, and gives it leave to ask for its next page. */
  let reading: { readonly end: AbortController; grant(call: PlannedCall): void } | undefined;
  let isLateLogged = false;

  /** What is due to be told, and was not asked for. */
  function tell(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [one, { tellMs, question, resolve }] of waiters) {
      const begunMs = clock.monotonicMs();
      const isTold = one.isWanted && tellMs <= begunMs && !watch.needsLastPoll(one, begunMs);
      if (isTold) {
        resolve({ backup: question.backup, isListed: undefined, trouble: undefined, begunMs });
      } else if (one.isWanted && tellMs > begunMs) nextMs = Math.min(nextMs, tellMs);
    }
    return nextMs;
  }

  function logLate({ sinceMs, pauseMs, shown }: Awaited) {
    const lateMs = clock.monotonicMs() - sinceMs - pauseMs;
    if (isLateLogged || shown === 'backing-up' || lateMs < LONGEST_PAUSE_MS) return;
    isLateLogged = true;
    log.info(
      `So many backups of ${title} are being made that the pauses between polls get longer: no more than ${MOST_POLLS} polls go out in a minute.`,
    );
  }

  /** How a planned call goes out; the plan goes on from then. */
  const limitsOf = (call: PlannedCall): SendLimits => ({
    precedence: call.precedence,
    onExchange(isOut) {
      if (!isOut) return;
      watch.noteSent(call, clock.monotonicMs());
      alarm.wake();
    },
  });

  async function ask(call: PlannedCall, asked: readonly Awaited[]) {
    try {
      const answered = asked.flatMap((one) => waiters.get(one) ?? []);
      await pollFor(sendWithin(session, limitsOf(call)), answered, report);
    } finally {
      watch.noteEnd(call);
      alarm.wake();
    }
  }

  async function readPage(call: PlannedCall, paging: Paging, signal: AbortSignal) {
    try {
      const projectId = await session.findProjectId(signal);
      const list = {
        ...listInstances({ projectId, ...paging }),
        isOptional: true,
        isSentOnce: true,
      };
      return await session.send(service, list, signal, limitsOf(call));
    } finally {
      watch.noteEnd(call);
    }
  }

  /** Whether to read on. */
  function notePage(instances: readonly InstanceRecord[], totalCount: number | undefined) {
    const followed = watch.keys();
    const shown = instances.map((instance) => {
      const key = keyOf({ instanceId: instance.id });
      if (followed.has(key)) noteInstance(session, service, instance);
      return { key, isBackingUp: isBackingUp?.(instance) ?? false };
    });
    return watch.notePage(shown, totalCount, clock.monotonicMs());
  }

  async function read(first: PlannedCall) {
    const end = new AbortController();
    let next = Promise.withResolvers<PlannedCall>();
    let call: PlannedCall | undefined;
    const grant = (granted: PlannedCall) => next.resolve(granted);
    reading = { end, grant };
    grant(first);
    let totalCount: number | undefined;
    const pages = readPages(async (paging) => {
      call = await abortable(next.promise, end.signal);
      next = Promise.withResolvers();
      const page = await readPage(call, paging, end.signal);
      ({ totalCount } = page);
      return { entries: page.instances, totalCount };
    }, `instances of ${title}`);
    let isRefused = false;
    try {
      for await (const { entries } of pages) {
        const goesOn = notePage(entries, totalCount);
        alarm.wake();
        if (!goesOn) break;
      }
    } catch (error) {
      isRefused = error instanceof ApiError && error.kind !== 'login' && !isTransient(error);
      if (!end.signal.aborted) logTrouble(error, isRefused);
    } finally {
      reading = undefined;
      watch.noteReadingEnd(isRefused);
      alarm.wake();
    }
  }

  function logTrouble(error: unknown, isRefused: boolean) {
    const why = error instanceof Error ? error.message : String(error);
    if (!isRefused) {
      log.debug(`The list of instances could not be had: ${why}`);
      return;
    }
    log.info(
      `The list of instances can't be had. ${why} So each backup of ${title} is asked for by its id.`,
    );
  }

  function send(call: PlannedCall) {
    const asked = watch.queue(call, clock.monotonicMs());
    if (call.ask !== 'page') {
      if (call.precedence === 'poll') logLate(call.ask);
      void ask(call, asked);
    } else if (reading === undefined) void read(call);
    else reading.grant(call);
  }

  async function run() {
    isRunning = true;
    try {
      while (waiters.size > 0) {
        const tellMs = tell();
        const nowMs = clock.monotonicMs();
        const { call, nextMs } = watch.plan(nowMs);
        if (call === undefined) await alarm.rest(Math.min(nextMs, tellMs) - nowMs);
        else send(call);
      }
    } catch (error) {
      for (const { reject } of waiters.values()) reject(error);
    } finally {
      isRunning = false;
    }
  }

  async function poll(
    one: Awaited,
    question: Sought,
    { pauseMs, tellMs }: Rest,
    signal: AbortSignal,
  ): Promise<PollResult> {
    const { promise, resolve, reject } = Promise.withResolvers<PollResult>();
    // Before the wait goes on: it may rest anew at once.
    const leave = () => {
      waiters.delete(one);
      watch.leaveOut(one);
    };
    const answer = (result: PollResult) => {
      leave();
      if (result.isListed !== undefined || result.trouble !== undefined) watch.noteAnswer(one);
      resolve(result);
    };
    const fail = (reason: unknown) => {
      leave();
      reject(reason);
    };
    waiters.set(one, { question, signal, resolve: answer, reject: fail, tellMs });
    watch.want(one, pauseMs, clock.monotonicMs());
    if (isRunning) alarm.wake();
    else void run();
    try {
      return await abortable(promise, signal);
    } finally {
      leave();
      alarm.wake();
    }
  }

  return {
    follow(backup, lastMs) {
      const one = watch.join(keyOf(backup), Math.ceil(lastMs), clock.monotonicMs());
      return {
        next: (sought, rest, signal) => poll(one, sought, rest, signal),
        end() {
          watch.leave(one);
          if (watch.count === 0) reading?.end.abort();
          alarm.wake();
        },
      };
    },
  };
}
