import { PAGE_SIZE } from '../../services/calls.ts';
import {
  type Awaited,
  type FleetState,
  isListWorthwhile,
  type ListState,
  lastRoundStarts,
  nextReadingMs,
  type Plan,
  type PlannedCall,
  plan,
} from './plan.ts';

/** An instance as a page of the list shows it. */
export interface ShownInstance {
  readonly key: string;
  readonly isBackingUp: boolean;
}

/** What is known of all backups of a service that are waited for, and what follows from it. Times are monotonic. */
export interface Watch {
  /** How many are waited for. */
  readonly count: number;
  /** Their instances. */
  keys(): ReadonlySet<string>;
  join(key: string, deadlineMs: number, nowMs: number): Awaited;
  leave(member: Awaited): void;
  /** It may be asked for, after a rest of so long; a rest that no answer has ended goes on. */
  want(member: Awaited, pauseMs: number, nowMs: number): void;
  /** It may not be asked for until it is wanted again. */
  leaveOut(member: Awaited): void;
  plan(nowMs: number): Plan;
  /** A call waits for its turn. Returns those that are asked for by it: all of one instance. */
  queue(call: PlannedCall, nowMs: number): readonly Awaited[];
  /** It has gone out. */
  noteSent(call: PlannedCall, nowMs: number): void;
  /** It is over, whether or not it has gone out. */
  noteEnd(call: PlannedCall): void;
  /** What was asked for one has been answered: it may rest anew. */
  noteAnswer(member: Awaited): void;
  /** Whether its deadline is over, and its last poll has not gone out. */
  needsLastPoll(member: Awaited, nowMs: number): boolean;
  /** Whether the list is to be read further. */
  notePage(
    instances: readonly ShownInstance[],
    totalCount: number | undefined,
    nowMs: number,
  ): boolean;
  /** The reading of the list is over: to its end, or because it failed, or was refused. */
  noteReadingEnd(isRefused: boolean): void;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

interface Known extends Mutable<Awaited> {
  /** Whether no answer has come since it began to rest. */
  isResting: boolean;
}

interface Reading {
  readonly begunMs: number;
  /** The instances that no page has shown yet. */
  readonly missing: Set<string>;
  pageCount: number;
  /** Whether it showed one that is being backed up, or that no longer is. */
  hasHelped: boolean;
}

export function createWatch(hasList: boolean): Watch {
  const members = new Map<Awaited, Known>();
  /** The calls that are not over, with what is asked for, and whether they have gone out. */
  const calls = new Map<PlannedCall, { readonly asked: readonly Known[]; isSent: boolean }>();
  const list: Mutable<ListState> = { pageCount: 1, reading: 'none', nextMs: 0 };
  let readEveryMs = nextReadingMs(0, false);
  let reading: Reading | undefined;
  let sentMs = Number.NEGATIVE_INFINITY;
  let wasPage = false;

  const keys = () => new Set([...members.keys()].map(({ key }) => key));

  function findQueued(): FleetState['queued'] {
    let queued: FleetState['queued'];
    for (const [{ precedence }, { isSent }] of calls) {
      if (!isSent && queued !== 'deadline') queued = precedence;
    }
    return queued;
  }

  function startReading(nowMs: number): Reading {
    return { begunMs: nowMs, missing: keys(), pageCount: 0, hasHelped: false };
  }

  function show(member: Known, isBackingUp: boolean, nowMs: number): boolean {
    if (!isBackingUp && member.shown !== 'backing-up') return false;
    member.shown = isBackingUp ? 'backing-up' : 'ended';
    member.shownMs = nowMs;
    return true;
  }

  return {
    get count() {
      return members.size;
    },
    keys,
    join(key, deadlineMs, nowMs) {
      const rest = { askedMs: nowMs, sinceMs: nowMs, pauseMs: 0, isResting: false };
      const shown = { shown: undefined, shownMs: nowMs };
      const member: Known = { key, deadlineMs, ...rest, ...shown, isWanted: false };
      members.set(member, member);
      return member;
    },
    leave(member) {
      members.delete(member);
    },
    want(member, pauseMs, nowMs) {
      const known = members.get(member);
      if (known === undefined) return;
      known.isWanted = true;
      if (known.isResting) return;
      Object.assign(known, { sinceMs: nowMs, pauseMs, isResting: true });
    },
    leaveOut(member) {
      const known = members.get(member);
      if (known !== undefined) known.isWanted = false;
    },
    plan(nowMs) {
      const awaited = [...members.keys()];
      const queued = findQueued();
      return plan({ awaited, list: hasList ? list : undefined, queued, sentMs, wasPage }, nowMs);
    },
    queue(call, nowMs) {
      const { ask } = call;
      const isAsked = (one: Known) => ask !== 'page' && one.isWanted && one.key === ask.key;
      const asked = [...members.values()].filter(isAsked);
      for (const one of asked) one.isWanted = false;
      calls.set(call, { asked, isSent: false });
      if (ask === 'page') {
        if (list.reading === 'none') reading = startReading(nowMs);
        list.reading = 'asked';
      }
      return asked;
    },
    noteSent(call, nowMs) {
      const known = calls.get(call);
      if (known === undefined) return;
      known.isSent = true;
      for (const one of known.asked) one.askedMs = nowMs;
      sentMs = nowMs;
      wasPage = call.ask === 'page';
    },
    noteEnd(call) {
      calls.delete(call);
    },
    noteAnswer(member) {
      const known = members.get(member);
      if (known !== undefined) known.isResting = false;
    },
    needsLastPoll({ deadlineMs, askedMs }, nowMs) {
      if (nowMs < deadlineMs) return false;
      return askedMs < (lastRoundStarts([...members.keys()]).get(deadlineMs) ?? deadlineMs);
    },
    notePage(instances, totalCount = 0, nowMs) {
      if (reading === undefined) return false;
      reading.pageCount += 1;
      list.reading = 'ready';
      list.pageCount = Math.max(Math.ceil(totalCount / PAGE_SIZE), reading.pageCount);
      const shown = new Map(instances.map(({ key, isBackingUp }) => [key, isBackingUp]));
      for (const key of shown.keys()) reading.missing.delete(key);
      for (const member of members.values()) {
        const isBackingUp = shown.get(member.key);
        if (isBackingUp !== undefined && show(member, isBackingUp, nowMs)) reading.hasHelped = true;
      }
      return reading.missing.size > 0 && isListWorthwhile(list.pageCount, members.size);
    },
    noteReadingEnd(isRefused) {
      if (reading === undefined) return;
      readEveryMs = nextReadingMs(readEveryMs, !reading.hasHelped);
      list.reading = 'none';
      list.nextMs = isRefused ? Number.POSITIVE_INFINITY : reading.begunMs + readEveryMs;
      reading = undefined;
    },
  };
}
