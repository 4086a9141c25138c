import { allAborted } from '../../all-aborted.ts';
import { orAbort } from '../../or-abort.ts';
import { getService } from '../../services/index.ts';
import type { Session } from '../../session.ts';
import type { Backup } from '../backup.ts';
import { type Look, lookAtBackups } from './look-at-backups.ts';

/** A look, and when it began on the monotonic clock. */
export interface Turn extends Look {
  readonly begunMs: number;
}

/** Looks at backups for everybody who waits: who waits for the same service shares its calls. */
export interface Lookout {
  /** The next look at it, `pauseMs` from now at the latest. @throws what waiting longer can't mend */
  look(backup: Backup, pauseMs: number, signal: AbortSignal): Promise<Turn>;
}

interface Watcher {
  readonly backup: Backup;
  readonly dueMs: number;
  readonly signal: AbortSignal;
  readonly resolve: (turn: Turn) => void;
  readonly reject: (reason: unknown) => void;
}

function createPost(session: Session) {
  const { clock, log } = session;
  const waiting = new Set<Watcher>();
  let isManned = false;
  let wake = new AbortController();
  let inTrouble = false;

  function noteTrouble(trouble: unknown) {
    if (trouble instanceof Error && !inTrouble) log.info(`Looking again later: ${trouble.message}`);
    if (trouble === undefined && inTrouble) log.info('The cloud answers again.');
    inTrouble = trouble !== undefined;
  }

  async function takeTurn(watchers: readonly Watcher[]) {
    const begunMs = clock.monotonicMs();
    const backups = watchers.map(({ backup }) => backup);
    const over = new AbortController();
    try {
      const signals = watchers.map(({ signal }) => signal);
      const gone = allAborted(signals, over.signal);
      const see = await lookAtBackups(session, backups, gone);
      for (const [at, { backup, resolve }] of watchers.entries()) {
        const look = see(backup);
        if (at === 0) noteTrouble(look.trouble);
        resolve({ ...look, begunMs });
      }
    } catch (error) {
      for (const { reject } of watchers) reject(error);
    } finally {
      over.abort(null);
    }
  }

  /** `false` when something came up before the first look is due. */
  async function sleepUntilDue(): Promise<boolean> {
    const dueMs = Math.min(...[...waiting].map((watcher) => watcher.dueMs));
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

  return async (backup: Backup, pauseMs: number, signal: AbortSignal): Promise<Turn> => {
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    const dueMs = clock.monotonicMs() + pauseMs;
    const watcher = { backup, dueMs, signal, resolve, reject };
    waiting.add(watcher);
    if (isManned) wake.abort();
    else void keepWatch();
    try {
      return await orAbort(promise, signal);
    } finally {
      if (waiting.delete(watcher)) wake.abort();
    }
  };
}

/** One for all waits of a client. */
export function createLookout(session: Session): Lookout {
  const posts = new Map<string, ReturnType<typeof createPost>>();
  return {
    look(backup, pauseMs, signal) {
      const { service, instanceId } = backup;
      const key = getService(service).listNeedsInstance ? `${service} ${instanceId}` : service;
      const post = posts.get(key) ?? createPost(session);
      posts.set(key, post);
      return post(backup, pauseMs, signal);
    },
  };
}
