import type { Backup } from '../../model.ts';
import type { Session } from '../../session.ts';
import { type Estimate, estimateEnd, type History } from './history.ts';
import type { PollResult, StatusPoller } from './poller.ts';

/** What a wait needs. */
export interface WaitContext {
  readonly session: Session;
  readonly poller: StatusPoller;
  /** One of a batch learns nothing from earlier backups, and its job tells only why it failed. */
  readonly isBatch: boolean;
}

/** When to poll for one backup, by how long it has been running and how long earlier ones took. */
export interface PollSchedule {
  /** The next poll, `pauseMs` from now at the latest; the first one learns from earlier backups. */
  poll(backup: Backup, pauseMs: number, signal: AbortSignal): Promise<PollResult>;
  /** The pause before the next poll, in milliseconds, from the milliseconds since the wait began. */
  nextPollMs(elapsedMs: number): number;
  /** What earlier backups tell; `undefined` where there are none. */
  estimate(elapsedMs: number): Estimate | undefined;
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
  let history: History | undefined;
  let isFirst = !isBatch;
  return {
    async poll(backup, pauseMs, signal) {
      const beganAtMs = [Date.parse(backup.beginTime ?? ''), askedMs];
      const sinceMs = beganAtMs.find((ms) => !Number.isNaN(ms));
      const awaited = { backup, sinceMs, lastMs };
      if (!isFirst) return await poller.poll(awaited, pauseMs, signal);
      isFirst = false;
      const result = await poller.pollFirst(awaited, signal);
      history = result.history;
      return result;
    },
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

const SHORTEST_MS = 2_000;
const LONGEST_MS = 30_000;
const SHARE_OF_ELAPSED = 0.05;
const JITTER = 0.1;

/** A backup that differs by 20 % from the last ones ends between these shares of their median. */
const EARLIEST = 0.83;
const LATEST = 1.25;
/** For short backups a poll that comes a second later costs less than one more poll. */
const EARLIEST_MS = 1_000;
const FAR = { share: 0.2, shortestMs: 10_000, longestMs: 90_000 };
const NEAR = { shareOfLength: 0.02, shareOfDistance: 0.5 };

/**
 * The pause before the next poll, in milliseconds, give or take 10 %: 5 % of the time since the
 * backup began, at least 2 s, at most 30 s. Where earlier backups tell how long it takes, longer ones
 * while the end is far, and shorter ones around it. `random` is from 0 up to 1.
 */
export function nextPollMs(elapsedMs: number, random: () => number, history?: History): number {
  const pauseMs = history ? learnedMs(elapsedMs, history) : plainMs(elapsedMs);
  return scatter(pauseMs, random);
}

const plainMs = (elapsedMs: number) =>
  Math.min(LONGEST_MS, Math.max(SHORTEST_MS, elapsedMs * SHARE_OF_ELAPSED));

/** The median alone counts: one odd backup among the last ones must not cost looks for hours. */
function learnedMs(elapsedMs: number, { medianMs }: History): number {
  const untilMs = medianMs * EARLIEST + EARLIEST_MS - elapsedMs;
  const farMs = Math.min(FAR.longestMs, Math.max(FAR.shortestMs, elapsedMs * FAR.share));
  if (untilMs > 0) return Math.max(SHORTEST_MS, Math.min(untilMs, farMs));
  if (elapsedMs > medianMs * LATEST) return plainMs(elapsedMs);
  const nearMs = Math.abs(elapsedMs - medianMs) * NEAR.shareOfDistance;
  const mostMs = Math.min(LONGEST_MS, medianMs * NEAR.shareOfLength);
  return Math.max(SHORTEST_MS, Math.min(nearMs, mostMs));
}

const scatter = (pauseMs: number, random: () => number) =>
  pauseMs * (1 + JITTER * (2 * random() - 1));
