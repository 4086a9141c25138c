import type { Backup } from '../../model.ts';
import type { Session } from '../../session.ts';
import type { Rest } from './fleet.ts';
import { type Estimate, estimateEnd, type History } from './history.ts';
import { nextPollMs } from './pauses.ts';
import type { StatusPoller } from './poller.ts';
import type { PollResult } from './statuses.ts';

/** What a wait needs. */
export interface WaitContext {
  readonly session: Session;
  readonly poller: StatusPoller;
  /** One of a batch learns nothing from earlier backups, and its job tells only why it failed. */
  readonly isBatch: boolean;
}

/** When to poll for one backup, by how long it has been running and how long earlier ones took. */
export interface PollSchedule {
  /** The next poll; the first one learns from earlier backups. */
  poll(backup: Backup, rest: Rest, signal: AbortSignal): Promise<PollResult>;
  /** The pause before the next poll, in milliseconds, from the milliseconds since the wait began. */
  nextPollMs(elapsedMs: number): number;
  /** What earlier backups tell; `undefined` where there are none. */
  estimate(elapsedMs: number): Estimate | undefined;
  /** The wait is over. */
  end(): void;
}

/** `lastMs`: when the last poll is due, on the monotonic clock. */
export function createPollSchedule(
  context: WaitContext,
  first: Backup,
  lastMs: number,
): PollSchedule {
  const { session, poller, isBatch } = context;
  const aheadMs = headStartMs(session, first);
  const askedMs = askedAtMs(context, first);
  const polls = poller.follow(first, lastMs);
  let history: History | undefined;
  let isFirst = !isBatch;
  return {
    async poll(backup, rest, signal) {
      const beganAtMs = [Date.parse(backup.beginTime ?? ''), askedMs];
      const sinceMs = beganAtMs.find((ms) => !Number.isNaN(ms));
      const sought = { backup, sinceMs };
      if (!isFirst) return await polls.next(sought, rest, signal);
      isFirst = false;
      const result = await polls.first(sought, rest, signal);
      history = result.history;
      return result;
    },
    end: () => polls.end(),
    nextPollMs: (elapsedMs) => nextPollMs(aheadMs + elapsedMs, session.random, history),
    estimate: (elapsedMs) => history && estimateEnd(aheadMs + elapsedMs, history),
  };
}

/** How long a backup that was taken over had been running when the wait began. */
function headStartMs(session: Session, { created, beginTime }: Backup): number {
  const beganAtMs = created ? Number.NaN : Date.parse(beginTime ?? '');
  return Number.isNaN(beganAtMs) ? 0 : Math.max(0, session.cloudTimeMs() - beganAtMs);
}

/** How far the clocks of the runner and of the cloud may be apart, and how long a create may take. */
const SLACK_MS = 15 * 60_000;

/** One of a batch is waited for right after its create; the others may have been made at any time. */
function askedAtMs({ session, isBatch }: WaitContext, { created, wasListed }: Backup) {
  return isBatch && created && !wasListed ? session.cloudTimeMs() - SLACK_MS : Number.NaN;
}
