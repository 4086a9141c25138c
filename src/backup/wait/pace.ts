import type { Backup } from '../../model.ts';
import type { Session } from '../../session.ts';
import { type Estimate, estimateEnd, type History } from './history.ts';
import type { Turn } from './look-at-backups.ts';
import type { Lookout } from './lookout.ts';
import { findPauseMs } from './poll-schedule.ts';

/** Where a wait takes its looks from. */
export interface WaitPlace {
  readonly session: Session;
  readonly lookout: Lookout;
  /** One of several learns nothing from earlier backups, and its job tells only why it failed. */
  readonly isOneOfSeveral: boolean;
}

/** When to look at one backup, by how long it has been running and how long earlier ones took. */
export interface Pace {
  /** The next look, `pauseMs` from now at the latest; the first one learns from earlier backups. */
  look(backup: Backup, pauseMs: number, signal: AbortSignal): Promise<Turn>;
  /** In milliseconds, from the milliseconds since the wait began. */
  findPauseMs(elapsedMs: number): number;
  findEstimate(elapsedMs: number): Estimate | undefined;
}

/** How long a backup that was taken over had been running when the wait began. */
function findHeadStartMs(session: Session, { created, beginTime }: Backup): number {
  const beganAtMs = created ? Number.NaN : Date.parse(beginTime ?? '');
  return Number.isNaN(beganAtMs) ? 0 : Math.max(0, session.findEpochMs() - beganAtMs);
}

/** How far the clocks of the runner and of the cloud may be apart, and how long a create may take. */
const SLACK_MS = 15 * 60_000;

/** One of several is waited for right after its create; the others may have been made at any time. */
function findAskedMs({ session, isOneOfSeveral }: WaitPlace, { created, wasListed }: Backup) {
  return isOneOfSeveral && created && !wasListed ? session.findEpochMs() - SLACK_MS : Number.NaN;
}

export function createPace(place: WaitPlace, first: Backup): Pace {
  const { session, lookout, isOneOfSeveral } = place;
  const headStartMs = findHeadStartMs(session, first);
  const askedMs = findAskedMs(place, first);
  let history: History | undefined;
  let isFirst = !isOneOfSeveral;
  return {
    async look(backup, pauseMs, signal) {
      const beganAtMs = [Date.parse(backup.beginTime ?? ''), askedMs];
      const sinceMs = beganAtMs.find((ms) => !Number.isNaN(ms));
      if (!isFirst) return await lookout.look({ backup, sinceMs }, pauseMs, signal);
      isFirst = false;
      const look = await lookout.lookFirst({ backup, sinceMs }, signal);
      history = look.history;
      return look;
    },
    findPauseMs: (elapsedMs) => findPauseMs(headStartMs + elapsedMs, session.random, history),
    findEstimate: (elapsedMs) => history && estimateEnd(headStartMs + elapsedMs, history),
  };
}
