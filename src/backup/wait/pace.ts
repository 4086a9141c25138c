import type { Session } from '../../session.ts';
import type { Backup } from '../backup.ts';
import { takeFirstLook } from './first-look.ts';
import { type Estimate, estimateEnd, type History } from './history.ts';
import type { Lookout, Turn } from './lookout.ts';
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

export function createPace({ session, lookout, isOneOfSeveral }: WaitPlace, first: Backup): Pace {
  const headStartMs = findHeadStartMs(session, first);
  let history: History | undefined;
  let isFirst = !isOneOfSeveral;
  return {
    async look(backup, pauseMs, signal) {
      if (!isFirst) return await lookout.look(backup, pauseMs, signal);
      isFirst = false;
      const look = await takeFirstLook(session, backup, signal);
      history = look.history;
      return look;
    },
    findPauseMs: (elapsedMs) => findPauseMs(headStartMs + elapsedMs, session.random, history),
    findEstimate: (elapsedMs) => history && estimateEnd(headStartMs + elapsedMs, history),
  };
}
