import { ApiError } from '../../errors/api-error.ts';
import { isTransient } from '../../errors/request-errors.ts';
import { NetworkError, ResponseError } from '../../errors/transport-errors.ts';
import { createTroubleReport } from '../../http/retry.ts';
import type { Backup, ServiceId } from '../../model.ts';
import { abortable, whenAllAborted } from '../../runtime/abort.ts';
import { createLimiter } from '../../runtime/limiter.ts';
import { getService } from '../../services/index.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import { findRecords, readFirstPage, type Sought, updateBackup } from '../list.ts';
import { type History, learnHistory } from './history.ts';

/** The backup as it is now; or, for trouble that may pass, as it was and what went wrong. */
export interface PollResult {
  readonly backup: Backup;
  /** Whether the cloud lists it. */
  readonly isListed: boolean;
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
  pollFirst(sought: Sought, signal: AbortSignal): Promise<FirstPollResult>;
  /** The next poll, `pauseMs` from now at the latest. @throws what waiting longer can't help */
  poll(sought: Sought, pauseMs: number, signal: AbortSignal): Promise<PollResult>;
}

/** How many first polls of a service are under way at a time: each is a call of its own. */
const FIRST_POLLS = 8;
/** So many are asked for by their ids, rather than reading a long list to its end. */
const FEW = 3;

type Status = Omit<PollResult, 'begunMs'>;

/**
 * One look at the records of backups of one service, which alone decide.
 * @throws what waiting longer can't help
 */
async function readStatuses(
  read: () => Promise<ReadonlyMap<string, BackupRecord>>,
): Promise<(backup: Backup) => Status> {
  const unlisted = (backup: Backup) => ({ backup, isListed: false, trouble: undefined });
  try {
    const records = await read();
    return (backup) => {
      const record = records.get(backup.id);
      if (record === undefined) return unlisted(backup);
      return { backup: updateBackup(backup, record), isListed: true, trouble: undefined };
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
    const records = await readFirstPage(session, filter, signal);
    history = learnHistory(records, backup);
    return new Map(records.map((record) => [record.id, record]));
  });
  return { ...statusOf(backup), begunMs, history };
}

/** One poll of all of them; what comes of asking for one by its id is told to that one alone. */
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
  return async (one) => {
    const status = statusOf(one.backup);
    if (status.isListed || status.trouble !== undefined || !byId.includes(one)) return status;
    const statusById = await readStatuses(() => findRecords(session, [one], signal));
    return statusById(one.backup);
  };
}

interface Waiter {
  readonly sought: Sought;
  readonly dueMs: number;
  readonly signal: AbortSignal;
  readonly resolve: (result: PollResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** Who waits in one queue is polled for together, as soon as the first of them is due. */
type PollQueue = StatusPoller['poll'];

function createPollQueue(session: Session, report: (trouble: unknown) => void): PollQueue {
  const { clock } = session;
  const waiting = new Set<Waiter>();
  let isRunning = false;
  let wake = new AbortController();

  async function pollFor(waiters: readonly Waiter[]) {
    const begunMs = clock.monotonicMs();
    const over = new AbortController();
    const signals = waiters.map(({ signal }) => signal);
    const gone = whenAllAborted(signals, over.signal);
    let trouble: unknown;
    try {
      const sought = waiters.map((waiter) => waiter.sought);
      const statusOf = await pollTogether(session, sought, gone);
      const answer = async (waiter: Waiter) => {
        try {
          const status = await statusOf(waiter.sought);
          trouble ??= status.trouble;
          waiter.resolve({ ...status, begunMs });
        } catch (error) {
          waiter.reject(error);
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

  /** `false` when something came up before the first poll is due. */
  async function sleepUntilDue(): Promise<boolean> {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const waiter of waiting) dueMs = Math.min(dueMs, waiter.dueMs);
    const pauseMs = dueMs - clock.monotonicMs();
    if (pauseMs <= 0) return true;
    wake = new AbortController();
    const { signal } = wake;
    try {
      await clock.sleep(pauseMs, signal);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  async function run() {
    isRunning = true;
    try {
      while (waiting.size > 0) {
        if (!(await sleepUntilDue())) continue;
        const waiters = [...waiting];
        waiting.clear();
        await pollFor(waiters);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      waiting.clear();
    } finally {
      isRunning = false;
    }
  }

  return async (sought, pauseMs, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<PollResult>();
    const dueMs = clock.monotonicMs() + pauseMs;
    const waiter = { sought, dueMs, signal, resolve, reject };
    waiting.add(waiter);
    if (isRunning) wake.abort();
    else void run();
    try {
      return await abortable(promise, signal);
    } finally {
      if (waiting.delete(waiter)) wake.abort();
    }
  };
}

/** Who sends a call that fails tells of it, and tries it again; what stops a poll before it is sent is told here. */
const isToldBySender = (trouble: unknown) =>
  trouble instanceof NetworkError ||
  trouble instanceof ResponseError ||
  (trouble instanceof ApiError && !['busy', 'conflict'].includes(trouble.kind));

/** What the polls of one service have in common. */
function createServicePolls(session: Session, service: ServiceId) {
  const { title } = getService(service);
  const troubles = createTroubleReport(session);
  const report = (trouble: unknown) => {
    if (trouble === undefined) troubles.end(title);
    else if (trouble instanceof Error && !isToldBySender(trouble)) {
      troubles.tell(title, `Looking again later at the backups of ${title}: ${trouble.message}`);
    }
  };
  const queues = new Map<string, PollQueue>();
  return { report, queues, limiter: createLimiter(FIRST_POLLS), firstPolls: new Set<Sought>() };
}

/** One for all waits of a client. */
export function createStatusPoller(session: Session): StatusPoller {
  const polls = new Map<ServiceId, ReturnType<typeof createServicePolls>>();

  function pollsOf({ service }: Backup) {
    const own = polls.get(service) ?? createServicePolls(session, service);
    polls.set(service, own);
    return own;
  }

  async function poll(sought: Sought, pauseMs: number, signal: AbortSignal): Promise<PollResult> {
    const { service, instanceId } = sought.backup;
    const { report, queues } = pollsOf(sought.backup);
    const key = getService(service).listNeedsInstance ? instanceId : '';
    const queue = queues.get(key) ?? createPollQueue(session, report);
    queues.set(key, queue);
    return await queue(sought, pauseMs, signal);
  }

  async function pollFirst(sought: Sought, signal: AbortSignal): Promise<FirstPollResult> {
    const { backup } = sought;
    const { report, limiter, firstPolls } = pollsOf(backup);
    // One list shows all who begin to wait at once, where it shows the whole project.
    const isShared = !getService(backup.service).listNeedsInstance;
    if (isShared && firstPolls.size >= FIRST_POLLS) {
      return { ...(await poll(sought, 0, signal)), history: undefined };
    }
    firstPolls.add(sought);
    try {
      const first = await limiter.run(() => pollWithHistory(session, backup, signal), signal);
      report(first.trouble);
      return first;
    } finally {
      firstPolls.delete(sought);
    }
  }

  return { poll, pollFirst };
}
