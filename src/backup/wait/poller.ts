import { ApiError } from '../../errors/api-error.ts';
import { isTransient, ListMovedError } from '../../errors/request-errors.ts';
import type { Backup, ServiceId } from '../../model.ts';
import { whenAllAborted } from '../../runtime/abort.ts';
import { createLimiter } from '../../runtime/limiter.ts';
import { createRounds, type Rounds, type Waiter } from '../../runtime/single-flight.ts';
import { getService } from '../../services/index.ts';
import { createHostPaces, paceCalls, type Session } from '../../session.ts';
import { type Found, findRecords, type Sought } from '../find-records.ts';
import { readFirstPage, updateBackup } from '../list.ts';
import { type Awaited, createFleet, type Fleet } from './fleet.ts';
import { type History, learnHistory, noteManual } from './history.ts';
import { createPollReport, type PollReport } from './progress.ts';

/** The backup as it is now; or, for trouble that may pass, as it was and what went wrong. */
export interface PollResult {
  readonly backup: Backup;
  /** Whether the cloud lists it; `undefined` where nobody has asked for its record this time. */
  readonly isListed: boolean | undefined;
  /** Whether its record gives its size as 0. */
  readonly isUnsized?: boolean;
  readonly trouble: unknown;
  /** When the poll began, on the monotonic clock. */
  readonly begunMs: number;
}

/** A result that has seen the backups before this one too. */
export interface FirstPollResult extends PollResult {
  readonly history: History | undefined;
}

/** Polls the status of backups for everybody who waits: who waits for the same service shares its calls. */
export interface StatusPoller {
  /** A poll now, which learns from earlier backups unless many begin to wait. @throws as `poll` does */
  pollFirst(awaited: Awaited, signal: AbortSignal): Promise<FirstPollResult>;
  /** The next poll, `pauseMs` from now at the latest. @throws what waiting longer can't help */
  poll(awaited: Awaited, pauseMs: number, signal: AbortSignal): Promise<PollResult>;
}

/** How many first polls of a service are under way at a time: each is a call of its own. */
const FIRST_POLLS = 8;
/** So many are asked for by their ids, rather than reading a long list to its end. */
const FEW = 3;
const STAY_MS = 50_000;
/** Of all polls of a host: reports know gateways that take 200 calls a minute. */
const POLLS = { most: 99, windowMs: 60_000 };

type Status = Omit<PollResult, 'begunMs'>;

/**
 * One reading of the records of backups of one service, which alone decide.
 * @throws what waiting longer can't help
 */
async function readStatuses(read: () => Promise<Found>): Promise<(backup: Backup) => Status> {
  const unlisted = (backup: Backup) => ({ backup, isListed: false, trouble: undefined });
  try {
    const { found, isWhole, moved: trouble } = await read();
    return (backup) => {
      const record = found.get(backup.id);
      if (record === undefined) return { backup, isListed: isWhole ? false : undefined, trouble };
      const isUnsized = record.sizeMb === 0;
      return {
        backup: updateBackup(backup, record),
        isListed: true,
        isUnsized,
        trouble: undefined,
      };
    };
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'backup-not-found') return unlisted;
    if (!isTransient(error)) throw error;
    return (backup) => ({ ...unlisted(backup), trouble: error });
  }
}

/** The first poll reads the list of the instance's backups: one call shows this one and the last ones. */
async function pollWithHistory(
  session: Session,
  backup: Backup,
  signal: AbortSignal,
): Promise<FirstPollResult> {
  const begunMs = session.clock.monotonicMs();
  const { service, instanceId } = backup;
  let history: History | undefined;
  const statusOf = await readStatuses(async () => {
    const isWhole = getService(service).listing === 'whole';
    const filter = isWhole ? { service } : { service, instanceId };
    const listed = await readFirstPage(session, filter, signal);
    const { records, isWhole: isWholeList } = listed;
    history = learnHistory(records, backup);
    noteManual(session, backup, listed);
    const found = new Map(records.map((record) => [record.id, record]));
    return { found, isWhole: isWholeList };
  });
  return { ...statusOf(backup), begunMs, history };
}

/**
 * One poll of all of them: by their list, and by its id for each of a few that may not be found there,
 * or may be on a list that moved. What comes of that is told to that one alone.
 */
async function pollTogether(
  session: Session,
  sought: readonly Sought[],
  signal: AbortSignal,
): Promise<(one: Sought) => Promise<Status>> {
  const undated = sought.filter(({ sinceMs }) => sinceMs === undefined);
  const byId = sought.length > 1 && undated.length <= FEW ? undated : [];
  const onList = sought.map((one) =>
    byId.includes(one) ? { ...one, sinceMs: Number.POSITIVE_INFINITY } : one,
  );
  const statusOf = await readStatuses(() => findRecords(session, onList, signal));
  const isById = (one: Sought, trouble: unknown) =>
    trouble === undefined
      ? byId.includes(one)
      : trouble instanceof ListMovedError && sought.length > 1;
  return async (one) => {
    const status = statusOf(one.backup);
    if (status.isListed || !isById(one, status.trouble)) return status;
    const statusById = await readStatuses(() => findRecords(session, [one], signal));
    return statusById(one.backup);
  };
}

type PollRounds = Rounds<Awaited, PollResult>;
type PollWaiter = Waiter<Awaited, PollResult>;

/** What the polls of one service have in common. */
interface ServicePolls {
  readonly session: Session;
  readonly report: PollReport;
}

/** One poll for all of them; `note` hears what each is now. */
async function pollFor(
  { session, report }: ServicePolls,
  waiters: readonly PollWaiter[],
  note: (backup: Backup) => void = () => {},
): Promise<void> {
  const begunMs = session.clock.monotonicMs();
  const over = new AbortController();
  const signals = waiters.map(({ signal }) => signal);
  const gone = whenAllAborted(signals, over.signal);
  let trouble: unknown;
  try {
    const sought = waiters.map(({ ask }) => ask);
    const statusOf = await pollTogether(session, sought, gone);
    const answer = async ({ ask, resolve, reject }: PollWaiter) => {
      try {
        const status = await statusOf(ask);
        trouble ??= status.trouble;
        if (status.isListed) note(status.backup);
        resolve({ ...status, begunMs });
      } catch (error) {
        reject(error);
      }
    };
    await Promise.all(waiters.map(answer));
    report(trouble);
  } catch (error) {
    for (const { reject } of waiters) reject(error);
  } finally {
    over.abort(null);
  }
}

/** Where one list shows the whole project, all are polled for at once. */
const createSharedRounds = (polls: ServicePolls): PollRounds =>
  createRounds(polls.session.clock, async (waiting) => {
    const waiters = [...waiting];
    waiting.clear();
    await pollFor(polls, waiters);
    return 0;
  });

/** Where a list shows one instance only, each is polled for by itself, and the fleet says whom. */
function createFleetRounds(polls: ServicePolls, fleet: Fleet): PollRounds {
  const { clock } = polls.session;

  async function watch(waiters: readonly PollWaiter[]): Promise<boolean> {
    const over = new AbortController();
    const signals = waiters.map(({ signal }) => signal);
    const gone = whenAllAborted(signals, over.signal);
    const awaited = waiters.map(({ ask }) => ask);
    try {
      return await fleet.watch(awaited, gone);
    } catch {
      // Nobody of them is left.
      return false;
    } finally {
      over.abort(null);
    }
  }

  const rounds = createRounds<Awaited, PollResult>(clock, async (waiting) => {
    const all = [...waiting];
    const isShown = await watch(all);
    const begunMs = clock.monotonicMs();
    const waiters = all.filter((one) => waiting.has(one) && (isShown || one.dueMs <= begunMs));
    const asked = fleet.choose(waiters, isShown);
    const isAsked = new Set(asked.flat());
    for (const one of waiters) {
      // Who has to wait for its turn stays in the queue, until something has to be told of it.
      const isStaying = !isAsked.has(one) && !isShown && begunMs - one.dueMs < STAY_MS;
      if (isStaying) continue;
      waiting.delete(one);
      const { backup } = one.ask;
      const untold = { backup, isListed: undefined, trouble: undefined, begunMs };
      if (!isAsked.has(one)) one.resolve(untold);
    }
    // Nobody waits for the answer about another one.
    for (const group of asked) void pollFor(polls, group, fleet.noteRecord);
    return fleet.findNextMs();
  });
  return (ask, pauseMs, signal) => rounds(ask, fleet.findPauseMs(pauseMs), signal);
}

/** One for all waits of a client. */
export function createStatusPoller(session: Session): StatusPoller {
  const { log } = session;
  const stretched = new Set<ServiceId>();
  const tellStretched = (service: ServiceId) => {
    if (stretched.has(service)) return;
    stretched.add(service);
    const { title } = getService(service);
    log.info(
      `So many backups of ${title} are being made that the pauses between polls get longer: no more than ${POLLS.most} polls go out in a minute.`,
    );
  };
  const paceOf = createHostPaces(session, { ...POLLS, onFull: tellStretched });
  const polls = new Map<ServiceId, ReturnType<typeof createServicePolls>>();

  function createServicePolls(service: ServiceId) {
    const { title, listNeedsInstance } = getService(service);
    const pace = paceOf(service);
    const own = { session: paceCalls(session, paceOf), report: createPollReport(session, title) };
    const onStretched = () => tellStretched(service);
    const fleet = createFleet({ session, service, pace, onStretched });
    const rounds = listNeedsInstance ? createFleetRounds(own, fleet) : createSharedRounds(own);
    return { ...own, rounds, limiter: createLimiter(FIRST_POLLS), firstPolls: new Set<Sought>() };
  }

  function pollsOf({ service }: Backup) {
    const own = polls.get(service) ?? createServicePolls(service);
    polls.set(service, own);
    return own;
  }

  async function poll(awaited: Awaited, pauseMs: number, signal: AbortSignal): Promise<PollResult> {
    return await pollsOf(awaited.backup).rounds(awaited, pauseMs, signal);
  }

  async function pollFirst(awaited: Awaited, signal: AbortSignal): Promise<FirstPollResult> {
    const { backup } = awaited;
    const { session: paced, report, limiter, firstPolls } = pollsOf(backup);
    // One list shows all who begin to wait at once, where it shows the whole project.
    const isShared = !getService(backup.service).listNeedsInstance;
    if (isShared && firstPolls.size >= FIRST_POLLS) {
      return { ...(await poll(awaited, 0, signal)), history: undefined };
    }
    firstPolls.add(awaited);
    try {
      const first = await limiter.run(() => pollWithHistory(paced, backup, signal), signal);
      report(first.trouble);
      return first;
    } finally {
      firstPolls.delete(awaited);
    }
  }

  return { poll, pollFirst };
}
