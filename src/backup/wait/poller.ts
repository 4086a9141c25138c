import { ApiError } from '../../errors/api-error.ts';
import { NetworkError, ResponseError } from '../../errors/transport-errors.ts';
import { createTroubleReport } from '../../http/retry.ts';
import type { Backup, ServiceId } from '../../model.ts';
import { abortable, whenAllAborted } from '../../runtime/abort.ts';
import { createLimiter } from '../../runtime/limiter.ts';
import { getService } from '../../services/index.ts';
import type { Session } from '../../session.ts';
import { findRecords, type Sought } from '../list.ts';
import { type FirstLook, type Look, lookAtBackups, type Turn, takeFirstLook } from './look.ts';

/** Looks at backups for everybody who waits: who waits for the same service shares its calls. */
export interface Lookout {
  /** A look now, which learns from earlier backups unless many begin to wait. @throws as `look` does */
  lookFirst(sought: Sought, signal: AbortSignal): Promise<FirstLook>;
  /** The next look at it, `pauseMs` from now at the latest. @throws what waiting longer can't mend */
  look(sought: Sought, pauseMs: number, signal: AbortSignal): Promise<Turn>;
}

/** How many first looks at a service are under way at a time: each is a call of its own. */
const FIRST_LOOKS = 8;
/** So many are asked for by their ids, rather than reading a long list to its end. */
const FEW = 3;

interface Watcher {
  readonly sought: Sought;
  readonly dueMs: number;
  readonly signal: AbortSignal;
  readonly resolve: (turn: Turn) => void;
  readonly reject: (reason: unknown) => void;
}

interface PostPlace {
  readonly session: Session;
  readonly report: (trouble: unknown) => void;
}

/** One look at all of them; what comes of asking for one by its id is told to that one alone. */
async function lookTogether(
  session: Session,
  sought: readonly Sought[],
  signal: AbortSignal,
): Promise<(one: Sought) => Promise<Look>> {
  const undated = sought.filter(({ sinceMs }) => sinceMs === undefined);
  const byId = sought.length > 1 && undated.length <= FEW ? undated : [];
  const onList = sought.map((one) =>
    byId.includes(one) ? { ...one, sinceMs: Number.POSITIVE_INFINITY } : one,
  );
  const see = await lookAtBackups(() => findRecords(session, onList, signal));
  return async (one) => {
    const look = see(one.backup);
    if (look.isListed || look.trouble !== undefined || !byId.includes(one)) return look;
    const seeIt = await lookAtBackups(() => findRecords(session, [one], signal));
    return seeIt(one.backup);
  };
}

function createPost({ session, report }: PostPlace) {
  const { clock } = session;
  const waiting = new Set<Watcher>();
  let isManned = false;
  let wake = new AbortController();

  async function takeTurn(watchers: readonly Watcher[]) {
    const begunMs = clock.monotonicMs();
    const over = new AbortController();
    const signals = watchers.map(({ signal }) => signal);
    const gone = whenAllAborted(signals, over.signal);
    let trouble: unknown;
    try {
      const sought = watchers.map((watcher) => watcher.sought);
      const see = await lookTogether(session, sought, gone);
      const tell = async (watcher: Watcher) => {
        try {
          const look = await see(watcher.sought);
          trouble ??= look.trouble;
          watcher.resolve({ ...look, begunMs });
        } catch (error) {
          watcher.reject(error);
        }
      };
      await Promise.all(watchers.map(tell));
      report(trouble);
    } catch (error) {
      for (const { reject } of watchers) reject(error);
    } finally {
      over.abort(null);
    }
  }

  /** `false` when something came up before the first look is due. */
  async function sleepUntilDue(): Promise<boolean> {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const watcher of waiting) dueMs = Math.min(dueMs, watcher.dueMs);
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

  async function keepWatch() {
    isManned = true;
    try {
      while (waiting.size > 0) {
        if (!(await sleepUntilDue())) continue;
        const watchers = [...waiting];
        waiting.clear();
        await takeTurn(watchers);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      waiting.clear();
    } finally {
      isManned = false;
    }
  }

  return async (sought: Sought, pauseMs: number, signal: AbortSignal): Promise<Turn> => {
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    const dueMs = clock.monotonicMs() + pauseMs;
    const watcher = { sought, dueMs, signal, resolve, reject };
    waiting.add(watcher);
    if (isManned) wake.abort();
    else void keepWatch();
    try {
      return await abortable(promise, signal);
    } finally {
      if (waiting.delete(watcher)) wake.abort();
    }
  };
}

/** Who sends a call that fails tells of it, and tries it again; what stops a look before it is sent is told here. */
const isToldBySender = (trouble: unknown) =>
  trouble instanceof NetworkError ||
  trouble instanceof ResponseError ||
  (trouble instanceof ApiError && !['busy', 'conflict'].includes(trouble.kind));

function createReport(session: Session, title: string) {
  const report = createTroubleReport(session);
  return (trouble: unknown) => {
    if (trouble === undefined) report.end(title);
    else if (trouble instanceof Error && !isToldBySender(trouble)) {
      report.tell(title, `Looking again later at the backups of ${title}: ${trouble.message}`);
    }
  };
}

/** What the looks at one service have in common. */
function createDesk(session: Session, service: ServiceId) {
  const { title } = getService(service);
  return {
    report: createReport(session, title),
    limiter: createLimiter(FIRST_LOOKS),
    firstLooks: new Set<Sought>(),
    posts: new Map<string, ReturnType<typeof createPost>>(),
  };
}

const findKey = ({ service, instanceId }: Backup) =>
  getService(service).listNeedsInstance ? `${service} ${instanceId}` : service;

/** One for all waits of a client. */
export function createLookout(session: Session): Lookout {
  const desks = new Map<ServiceId, ReturnType<typeof createDesk>>();

  function findDesk({ service }: Backup) {
    const desk = desks.get(service) ?? createDesk(session, service);
    desks.set(service, desk);
    return desk;
  }

  async function look(sought: Sought, pauseMs: number, signal: AbortSignal): Promise<Turn> {
    const { report, posts } = findDesk(sought.backup);
    const key = findKey(sought.backup);
    const post = posts.get(key) ?? createPost({ session, report });
    posts.set(key, post);
    return await post(sought, pauseMs, signal);
  }

  async function lookFirst(sought: Sought, signal: AbortSignal): Promise<FirstLook> {
    const { backup } = sought;
    const { report, limiter, firstLooks } = findDesk(backup);
    // One list shows all who begin to wait at once, where it shows the whole project.
    const isShared = !getService(backup.service).listNeedsInstance;
    if (isShared && firstLooks.size >= FIRST_LOOKS) {
      return { ...(await look(sought, 0, signal)), history: undefined };
    }
    firstLooks.add(sought);
    try {
      const first = await limiter.run(() => takeFirstLook(session, backup, signal), signal);
      report(first.trouble);
      return first;
    } finally {
      firstLooks.delete(sought);
    }
  }

  return { look, lookFirst };
}
