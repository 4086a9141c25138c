import { ApiError } from '../../errors/api-error.ts';
import { isTransient, ListMovedError, LoginError } from '../../errors/request-errors.ts';
import type { Backup, ServiceId } from '../../model.ts';
import type { Pace } from '../../runtime/limiter.ts';
import { getService } from '../../services/index.ts';
import { type FreshPage, type Paging, readPages } from '../../services/pages.ts';
import type { InstanceRecord } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import type { Sought } from '../find-records.ts';
import { noteName } from '../instances.ts';

/** A backup that is waited for. */
export interface Awaited extends Sought {
  /** When the last poll of it is due, on the monotonic clock. */
  readonly lastMs: number;
}

/**
 * The running backups of a service that lists those of one instance only. Where its list of instances
 * tells which of them are being backed up, that is read instead, a hundred a call: a backup of such a
 * one can't be over. The others are asked for by id, and a few of the first in turn, because a state
 * may lag, or be another backup's. It only says whom to ask: a backup's own record alone decides.
 */
export interface Fleet {
  /** Milliseconds until the next poll of a backup that would be polled in `pauseMs` if it were alone. */
  findPauseMs(pauseMs: number): number;
  /**
   * Reads the list of instances where that saves calls. `false` where it does not, or can't be had.
   * @throws the reason of the signal
   */
  watch(awaited: readonly Awaited[], signal: AbortSignal): Promise<boolean>;
  /**
   * Those to ask for now, as many as there is room for, with all who wait for the same instance.
   * `isShown`: the list has just been read for them.
   */
  choose<One extends { readonly ask: Awaited }>(
    waiters: readonly One[],
    isShown: boolean,
  ): readonly (readonly One[])[];
  /** Hears what the record of one said that was asked for. */
  noteRecord(backup: Backup): void;
  /** Before then there is nothing new to see; on the monotonic clock. */
  findNextMs(): number;
}

interface FleetOptions {
  readonly session: Session;
  readonly service: ServiceId;
  readonly pace: Pace;
  /** Told when some have to wait for their poll. */
  readonly onStretched: () => void;
}

/** What is known of one instance. */
interface Member {
  isBackingUp: boolean;
  wasBackingUp: boolean;
  readonly sinceMs: number;
  askedMs: number;
  awaitedMs: number;
}

/** `over`: it was being backed up, and no longer is. */
const RANKS = { over: 0, last: 1, due: 2, unknown: 3, running: 4 };
type Rank = keyof typeof RANKS;

/** For so few the list of instances would save nothing. */
const FEW = 3;
/** To poll all of them is cheap: it may come sooner than one alone would be polled. */
const LONGEST_PAUSE_MS = 20_000;
/** A long list takes half of the calls at most: the other half is for those whom it finds. */
const PAUSE_A_PAGE_MS = 1_200;
const PATIENCE_MS = 10_000;
const RETRY_MS = 60_000;
const MOST_REFUSALS = 3;
/** What did not show a running backup by then never does. */
const UNSHOWN = { forMs: 60_000, reads: 5 };
/** Longer than any pause between two polls: nobody waits for it any more. */
const FORGET_MS = 150_000;
/** One in so many of those that are being backed up is asked for in its turn. */
const IN_TURN = 100;
/** This much of the room is not for those that nothing speaks for. */
const SPARE = 50;
/** Until there is room for one more poll at least. */
const SHORT_MS = 1_000;

const keyOf = ({ instanceId }: Backup) => instanceId.toLowerCase();

export function createFleet({ session, service, pace, onStretched }: FleetOptions): Fleet {
  const { clock, log } = session;
  const { title, listInstances, isBackingUp, listNeedsInstance } = getService(service);
  const members = new Map<string, Member>();
  let isHelpful = isBackingUp !== undefined && listNeedsInstance;
  let isWatching = false;
  let hasShown = false;
  let pages = 1;
  let reads = 0;
  let refusals = 0;
  let resumeMs = 0;
  let nextMs = 0;
  /** How many have yet to be asked for, of those that are no longer being backed up. */
  let backlog = 0;

  function giveUp(why: string) {
    isHelpful = false;
    isWatching = false;
    log.info(`${why} So each backup of ${title} is asked for by its id.`);
  }

  function findMember(one: Awaited): Member {
    const key = keyOf(one.backup);
    const nowMs = clock.monotonicMs();
    const fresh = { isBackingUp: false, wasBackingUp: false, sinceMs: nowMs, awaitedMs: nowMs };
    const member = members.get(key) ?? { ...fresh, askedMs: Number.NEGATIVE_INFINITY };
    members.set(key, member);
    return member;
  }

  /** How many are waited for, those that somebody just tells of among them. */
  function countMembers(awaited: readonly Awaited[]): number {
    const nowMs = clock.monotonicMs();
    for (const one of awaited) findMember(one).awaitedMs = nowMs;
    for (const [key, { awaitedMs }] of members) {
      if (awaitedMs < nowMs - FORGET_MS) members.delete(key);
    }
    return members.size;
  }

  function noteState(instance: InstanceRecord, member: Member) {
    noteName(session, service, instance);
    member.isBackingUp = isBackingUp?.(instance) ?? false;
    member.wasBackingUp ||= member.isBackingUp;
    hasShown ||= member.isBackingUp;
  }

  async function readPage(paging: Paging, signal: AbortSignal) {
    const projectId = await session.findProjectId(signal);
    const call = listInstances({ projectId, ...paging });
    const limit = AbortSignal.any([signal, clock.signalAfter(PATIENCE_MS)]);
    const page = await session.send(service, { ...call, isOptional: true }, limit);
    return { entries: page.instances, totalCount: page.totalCount };
  }

  function noteShown(instances: readonly InstanceRecord[], missing: Map<string, Member>) {
    for (const instance of instances) {
      const key = instance.id.toLowerCase();
      const member = missing.get(key);
      if (member !== undefined) noteState(instance, member);
      missing.delete(key);
    }
  }

  /** Whom a list that moved does not show is asked for by id, as one that it does not have. */
  async function noteList(
    list: AsyncIterable<FreshPage<InstanceRecord>>,
    missing: Map<string, Member>,
  ) {
    try {
      for await (const { entries } of list) {
        noteShown(entries, missing);
        if (missing.size === 0) return;
      }
    } catch (error) {
      if (!(error instanceof ListMovedError)) throw error;
    }
  }

  async function read(awaited: readonly Awaited[], signal: AbortSignal) {
    const missing = new Map(awaited.map((one) => [keyOf(one.backup), findMember(one)]));
    for (const member of missing.values()) member.isBackingUp = false;
    let count = 0;
    const list = readPages(async (paging) => {
      count += 1;
      await pace.enter(signal);
      return await readPage(paging, signal);
    }, `instances of ${title}`);
    await noteList(list, missing);
    pages = count;
    reads += 1;
    refusals = 0;
  }

  function noteFailure(error: unknown) {
    resumeMs = clock.monotonicMs() + RETRY_MS;
    const isAnswer = error instanceof ApiError;
    const isLogin = error instanceof LoginError || (isAnswer && error.kind === 'login');
    if (isLogin) refusals += 1;
    const isRefused = isAnswer && !isTransient(error) && !isLogin;
    const why = String(error instanceof Error ? error.message : error);
    const isFinal = isRefused || refusals >= MOST_REFUSALS;
    if (isFinal) giveUp(`The list of instances can't be had. ${why}`);
    else log.debug(`The list of instances could not be had: ${why}`);
  }

  /** Whom to ask for first. */
  function rank({ ask }: { readonly ask: Awaited }, isShown: boolean): Rank {
    const { isBackingUp: isRunning, wasBackingUp } = findMember(ask);
    if (isShown && wasBackingUp && !isRunning) return 'over';
    if (ask.lastMs <= clock.monotonicMs()) return 'last';
    if (!isShown) return 'due';
    return isRunning ? 'running' : 'unknown';
  }

  /** In the order in which they are to be asked for; who was asked for longest ago comes first. */
  function sort<One extends { readonly ask: Awaited }>(waiters: readonly One[], isShown: boolean) {
    const groups = new Map<Member, One[]>();
    for (const one of waiters) {
      const member = findMember(one.ask);
      groups.set(member, [...(groups.get(member) ?? []), one]);
    }
    const ranked = [...groups].map(([member, group]) => {
      const ranks = group.map((one) => rank(one, isShown));
      const [first = 'running'] = ranks.toSorted((a, b) => RANKS[a] - RANKS[b]);
      return { member, group, rank: first };
    });
    return ranked.toSorted(
      (a, b) => RANKS[a.rank] - RANKS[b.rank] || a.member.askedMs - b.member.askedMs,
    );
  }

  return {
    findPauseMs: (pauseMs) =>
      isWatching ? Math.max(Math.min(pauseMs, LONGEST_PAUSE_MS), pages * PAUSE_A_PAGE_MS) : pauseMs,
    findNextMs: () => nextMs,
    async watch(awaited, signal) {
      const count = countMembers(awaited);
      const nowMs = clock.monotonicMs();
      isWatching = isHelpful && nowMs >= resumeMs && count > FEW && count > pages + 1;
      if (!isWatching) return false;
      // What is found by another reading would have to wait as well.
      if (backlog > 0) return true;
      try {
        await read(awaited, signal);
        nextMs = nowMs + pages * PAUSE_A_PAGE_MS;
        return true;
      } catch (error) {
        signal.throwIfAborted();
        isWatching = false;
        noteFailure(error);
        return false;
      }
    },
    choose(waiters, isShown) {
      const nowMs = clock.monotonicMs();
      const sorted = sort(waiters, isShown);
      const ranked = (...ranks: readonly Rank[]) =>
        sorted.filter(({ rank: own }) => ranks.includes(own));
      const room = Math.max(0, pace.findRoom() - (isShown ? pages : 0));
      const pressing = ranked('over', 'last', 'due');
      const first = pressing.slice(0, room);
      const spare = Math.max(0, room - SPARE - first.length);
      const others = ranked('unknown').slice(0, spare);
      const turns = Math.min(spare - others.length, Math.ceil(sorted.length / IN_TURN));
      const asked = [...first, ...others, ...ranked('running').slice(0, turns)];
      for (const { member } of asked) member.askedMs = nowMs;
      backlog = isShown ? pressing.length - first.length : 0;
      if (first.length < pressing.length) {
        onStretched();
        nextMs = Math.max(nextMs, nowMs + SHORT_MS);
      }
      return asked.map(({ group }) => group);
    },
    noteRecord(backup) {
      const { sinceMs = Number.POSITIVE_INFINITY } = members.get(keyOf(backup)) ?? {};
      const isOver = !['BUILDING', 'UNKNOWN'].includes(backup.status);
      if (isOver) members.delete(keyOf(backup));
      if (isOver || !isWatching || hasShown || reads < UNSHOWN.reads) return;
      if (clock.monotonicMs() - sinceMs < UNSHOWN.forMs) return;
      giveUp('The list of instances does not show which of them are being backed up.');
    },
  };
}
