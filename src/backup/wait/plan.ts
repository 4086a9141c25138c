import { MOST_CALLS, MOST_POLLS, type Precedence, WINDOW_MS } from '../../http/budget.ts';
import { LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS } from './pauses.ts';

/** A backup that is waited for, of a service that lists the backups of one instance only. Times are monotonic. */
export interface Awaited {
  /** Its instance: several backups of one are asked for together. */
  readonly key: string;
  /** When its record was asked for last, or else when the wait for it began. */
  readonly askedMs: number;
  /** Since when it rests, and for how long it would if it were alone. */
  readonly sinceMs: number;
  readonly pauseMs: number;
  /** Until when it is waited for. */
  readonly deadlineMs: number;
  /** Whether it may be asked for now: it is not while its answer is under way. */
  readonly isWanted: boolean;
  /** What the list of instances said of its instance last: it may be wrong, or say nothing. */
  readonly shown: 'backing-up' | 'ended' | undefined;
  readonly shownMs: number;
}

/** The list of instances, which says which backups may be over, a hundred instances a page. */
export interface ListState {
  /** How many pages it has, as far as is known. */
  readonly pageCount: number;
  /** `ready`: the next page may be asked for; `asked`: its answer is under way. */
  readonly reading: 'none' | 'ready' | 'asked';
  /** When the next reading may begin. */
  readonly nextMs: number;
}

/** All that decides what is asked for next. */
export interface FleetState {
  readonly awaited: readonly Awaited[];
  /** `undefined` for a service whose list says nothing of backups. */
  readonly list: ListState | undefined;
  /** What has been asked for and waits for its turn to go out. */
  readonly queued: Precedence | undefined;
  /** When the last call went out. */
  readonly sentMs: number;
  /** Whether that was for a page of the list. */
  readonly wasPage: boolean;
}

/** The next call: for the record of a backup, or for a page of the list. */
export type PlannedCall =
  | { readonly ask: Awaited; readonly precedence: Precedence }
  | { readonly ask: 'page'; readonly precedence: 'poll' };

export interface Plan {
  /** The call that goes out now; `undefined`: none. */
  readonly call: PlannedCall | undefined;
  /** When there may be one, if nothing changes; `Infinity`: never. */
  readonly nextMs: number;
}

/** Between two polls, and between two calls where a deadline is near: so a window never fills at once. */
const POLL_GAP_MS = WINDOW_MS / MOST_POLLS;
const LAST_GAP_MS = WINDOW_MS / MOST_CALLS;
/** From so many backups a page on, reading the list saves calls. */
const BACKUPS_A_PAGE = 4;
const READ_EVERY_MS = 20_000;
/** A backup whose instance is shown as being backed up rests so many times as long. */
const RARELY = 12;

/** How long the last polls of so many take, one after the other. */
export const lastRoundMs = (count: number): number => (count - 1) * LAST_GAP_MS;

/** How long a round of all takes, and at most what the list says is believed. */
const believedMs = (count: number) => count * POLL_GAP_MS + LONGEST_PAUSE_MS;

/** Whether the list says where to ask first, for fewer calls than asking everywhere. */
export const isListWorthwhile = (pageCount: number, count: number): boolean =>
  count >= pageCount * BACKUPS_A_PAGE;

/** From the beginning of one reading of the list to that of the next: each one in vain doubles that. */
export const nextReadingMs = (lastMs: number, wasInVain: boolean): number =>
  wasInVain ? lastMs * 2 : READ_EVERY_MS;

/** When the last round begins that asks for each with this deadline, or an earlier one, in time. */
export function lastRoundStarts(awaited: readonly Awaited[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { deadlineMs } of awaited) counts.set(deadlineMs, (counts.get(deadlineMs) ?? 0) + 1);
  let count = 0;
  const starts = new Map<number, number>();
  for (const deadlineMs of [...counts.keys()].toSorted((a, b) => a - b)) {
    count += counts.get(deadlineMs) ?? 0;
    starts.set(deadlineMs, deadlineMs - lastRoundMs(count));
  }
  return starts;
}

/** A moment in which it is planned what goes out next. */
interface Moment {
  readonly nowMs: number;
  /** By deadline. */
  readonly lastRoundStarts: ReadonlyMap<number, number>;
  /** For how long the list is believed. */
  readonly believedMs: number;
}

/** It was being backed up, and no longer is: its record may say that the backup is over. */
const hasEnded = ({ shown, shownMs, askedMs }: Awaited) => shown === 'ended' && askedMs < shownMs;

const isRunning = ({ shown, shownMs }: Awaited, moment: Moment) =>
  shown === 'backing-up' && moment.nowMs < shownMs + moment.believedMs;

/** When it is due by its age, or much later while it is shown as being backed up. */
function dueMsOf(one: Awaited, moment: Moment): number {
  const pauseMs = Math.min(one.pauseMs, LONGEST_PAUSE_MS);
  const dueMs = one.sinceMs + pauseMs;
  if (!isRunning(one, moment)) return dueMs;
  const rarelyMs = one.sinceMs + RARELY * Math.max(SHORTEST_PAUSE_MS, pauseMs);
  return Math.min(rarelyMs, Math.max(dueMs, one.shownMs + moment.believedMs));
}

/** Why it is to be asked for now, or when it will be. */
function reasonToAsk(one: Awaited, moment: Moment): 'last' | 'ended' | 'due' | number {
  const startMs = moment.lastRoundStarts.get(one.deadlineMs) ?? one.deadlineMs;
  const needsLast = one.askedMs < startMs;
  if (needsLast && startMs <= moment.nowMs) return 'last';
  if (hasEnded(one)) return 'ended';
  const dueMs = dueMsOf(one, moment);
  if (dueMs <= moment.nowMs) return 'due';
  return needsLast ? Math.min(dueMs, startMs) : dueMs;
}

/** The first by this order. */
function findFirst<One>(all: readonly One[], compare: (one: One, other: One) => number) {
  let first: One | undefined;
  for (const one of all) if (first === undefined || compare(one, first) < 0) first = one;
  return first;
}

/** Which to ask for first by each of the reasons, and when there will be another one. */
function chooseAmong(awaited: readonly Awaited[], nowMs: number) {
  const starts = lastRoundStarts(awaited);
  const moment = { nowMs, lastRoundStarts: starts, believedMs: believedMs(awaited.length) };
  const byReason: Record<'last' | 'ended' | 'due', Awaited[]> = { last: [], ended: [], due: [] };
  let nextMs = Number.POSITIVE_INFINITY;
  for (const one of awaited) {
    if (!one.isWanted) continue;
    const reason = reasonToAsk(one, moment);
    if (typeof reason === 'number') nextMs = Math.min(nextMs, reason);
    else byReason[reason].push(one);
  }
  const unaskedMs = (one: Awaited) => (nowMs - one.askedMs) / (isRunning(one, moment) ? RARELY : 1);
  const longestUnasked = (one: Awaited, other: Awaited) => unaskedMs(other) - unaskedMs(one);
  const soonest = (one: Awaited, other: Awaited) =>
    one.deadlineMs - other.deadlineMs ||
    Number(hasEnded(other)) - Number(hasEnded(one)) ||
    one.askedMs - other.askedMs;
  return {
    last: findFirst(byReason.last, soonest),
    ended: findFirst(byReason.ended, longestUnasked),
    due: findFirst(byReason.due, longestUnasked),
    nextMs,
  };
}

/** Whether a page may be asked for, or when. */
function untilPageMs({ list, awaited }: FleetState): number {
  if (list === undefined || list.reading === 'asked') return Number.POSITIVE_INFINITY;
  if (list.reading === 'ready') return Number.NEGATIVE_INFINITY;
  return isListWorthwhile(list.pageCount, awaited.length) ? list.nextMs : Number.POSITIVE_INFINITY;
}

/**
 * What goes out next: at a deadline each backup once more, as late as the budget of calls allows; what
 * has left the state of being backed up; then by turns a page of the list, as long as that is read, and
 * the backup that was not asked for the longest. The list only says whom to ask first.
 */
export function plan(state: FleetState, nowMs: number): Plan {
  const { queued, sentMs, wasPage } = state;
  const { last, ended, due, nextMs } = chooseAmong(state.awaited, nowMs);
  const after = (gapMs: number, call: PlannedCall, laterMs: number): Plan =>
    nowMs >= sentMs + gapMs
      ? { call, nextMs: nowMs }
      : { call: undefined, nextMs: Math.min(laterMs, sentMs + gapMs) };
  if (last !== undefined && queued !== 'deadline') {
    return after(LAST_GAP_MS, { ask: last, precedence: 'deadline' }, nextMs);
  }
  // One that waits for its turn is enough: what is known by then says better whom to ask.
  if (queued !== undefined) return { call: undefined, nextMs };
  const pageMs = untilPageMs(state);
  const isPageDue = pageMs <= nowMs;
  const laterMs = isPageDue ? nextMs : Math.min(nextMs, pageMs);
  const page = isPageDue ? ({ ask: 'page', precedence: 'poll' } as const) : undefined;
  if (ended !== undefined) {
    return after(POLL_GAP_MS, { ask: ended, precedence: 'ended' }, laterMs);
  }
  const poll = due && ({ ask: due, precedence: 'poll' } as const);
  const call = page !== undefined && (poll === undefined || !wasPage) ? page : poll;
  return call === undefined ? { call, nextMs: laterMs } : after(POLL_GAP_MS, call, laterMs);
}
