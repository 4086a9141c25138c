import type { Backup } from '../../model.ts';
import { onChangeOrEvery } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { getService } from '../../services/index.ts';
import type { Job } from '../../services/service.ts';
import type { Session } from '../../session.ts';
import type { Estimate } from './history.ts';

/** What a waiting caller is told. */
export interface Progress {
  /** The backup as last seen. */
  readonly backup: Backup;
  /** Per cent, 0 to 100, as its job says; `undefined` where the service has none, or `estimate` tells more. */
  readonly percent: number | undefined;
  /** What earlier backups of the instance tell; `undefined` where there are none. */
  readonly estimate: Estimate | undefined;
  /** Milliseconds since the wait began. */
  readonly elapsedMs: number;
}

export interface ProgressReport {
  /** Between two polls; `pauseMs` is what is left of the pause. */
  note(progress: Progress, pauseMs: number): void;
}

const TELL_EVERY_MS = 60_000;

/** Tells what changed, the same thing at least once a minute, and each unknown status word once. */
export function createProgressReport(
  log: Log,
  onProgress: (progress: Progress) => void,
): ProgressReport {
  const unknownWords = new Set<string>();
  const isDue = onChangeOrEvery(TELL_EVERY_MS);

  function noteUnknownWord({ status, statusWord = 'none' }: Backup) {
    if (status !== 'UNKNOWN' || unknownWords.has(statusWord)) return;
    unknownWords.add(statusWord);
    log.info(`The cloud gives the backup a status that no page lists: ${statusWord}. Waiting on.`);
  }

  return {
    note(progress, pauseMs) {
      const { backup, percent, elapsedMs } = progress;
      noteUnknownWord(backup);
      const text = `${backup.status} ${backup.statusWord} ${percent}`;
      if (isDue(text, elapsedMs, pauseMs)) onProgress(progress);
    },
  };
}

/** What a job tells besides the backup's own record. Nothing here can fail a wait. */
export interface JobProgress {
  /** In percent; asks at most once a minute, the first time on the second call, and for `leftMs` at most. */
  findPercent(signal: AbortSignal, leftMs: number): Promise<number | undefined>;
  findFailReason(signal: AbortSignal): Promise<string | undefined>;
}

const ASK_EVERY_MS = 60_000;
const ASK_TIMEOUT_MS = 5_000;

export function watchJob(session: Session, { service, jobId }: Backup): JobProgress {
  const { clock, log } = session;
  let askAtMs: number | undefined;
  let percent: number | undefined;

  async function ask(signal: AbortSignal, leftMs: number): Promise<Job | undefined> {
    const { findJob } = getService(service);
    if (findJob === undefined || jobId === undefined) return undefined;
    const limit = AbortSignal.any([signal, clock.signalAfter(Math.min(leftMs, ASK_TIMEOUT_MS))]);
    try {
      const projectId = await session.findProjectId(limit);
      return await session.send(service, findJob(projectId, jobId), limit);
    } catch (error) {
      signal.throwIfAborted();
      log.debug(`Job ${jobId} could not be looked at: ${String(error)}`);
      return undefined;
    }
  }

  return {
    async findPercent(signal, leftMs) {
      const nowMs = clock.monotonicMs();
      const isFirst = askAtMs === undefined;
      askAtMs ??= nowMs;
      if (isFirst || nowMs < askAtMs) return percent;
      askAtMs = nowMs + ASK_EVERY_MS;
      percent = (await ask(signal, leftMs))?.percent ?? percent;
      return percent;
    },
    async findFailReason(signal) {
      return (await ask(signal, ASK_TIMEOUT_MS))?.failReason;
    },
  };
}
