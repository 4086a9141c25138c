import { ApiError } from '../../errors/api-error.ts';
import { NetworkError, ResponseError } from '../../errors/transport-errors.ts';
import { createTroubleReport } from '../../http/trouble-report.ts';
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
  /** The instance's name, where a list that was read for something else has told it. */
  readonly instanceName?: string | undefined;
  /** Per cent, 0 to 100, as its job said last; `undefined` where the service has none, or `estimate` tells more. */
  readonly percent: number | undefined;
  /** What earlier backups of the instance tell; `undefined` where there are none. */
  readonly estimate: Estimate | undefined;
  /** Milliseconds since the wait began. */
  readonly elapsedMs: number;
}

export interface ProgressReport {
  /** Between two polls; `untilNextMs` is how long it takes until this is asked again. */
  note(progress: Progress, untilNextMs: number): void;
  /** Milliseconds until the same thing has to be told again; none are left where it is due. */
  untilDueMs(elapsedMs: number): number;
}

const TELL_EVERY_MS = 60_000;

/** Tells what changed, the same thing at least once a minute, and each unknown status word once. */
export function createProgressReport(
  log: Log,
  onProgress: (progress: Progress) => void,
): ProgressReport {
  const unknownWords = new Set<string>();
  const isDue = onChangeOrEvery(TELL_EVERY_MS);
  let toldMs = Number.POSITIVE_INFINITY;

  function noteUnknownWord({ status, statusWord = 'none' }: Backup) {
    if (status !== 'UNKNOWN' || unknownWords.has(statusWord)) return;
    unknownWords.add(statusWord);
    log.info(`The cloud gives the backup a status that no page lists: ${statusWord}. Waiting on.`);
  }

  return {
    note(progress, untilNextMs) {
      const { backup, elapsedMs } = progress;
      noteUnknownWord(backup);
      // A percentage is another one each time: it waits for the line that is due anyway.
      if (!isDue(`${backup.status} ${backup.statusWord}`, elapsedMs, untilNextMs)) return;
      toldMs = elapsedMs;
      onProgress(progress);
    },
    untilDueMs: (elapsedMs) => Math.max(0, toldMs + TELL_EVERY_MS - elapsedMs),
  };
}

/** What a job tells besides the backup's own record. Nothing here can fail a wait. */
export interface JobProgress {
  /** In percent, as it is now or was last known; asks for `leftMs` at most. */
  findPercent(signal: AbortSignal, leftMs: number): Promise<number | undefined>;
  findFailReason(signal: AbortSignal): Promise<string | undefined>;
}

const ASK_TIMEOUT_MS = 5_000;

export function watchJob(session: Session, { service, jobId }: Backup): JobProgress {
  const { clock, log } = session;
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
      percent = (await ask(signal, leftMs))?.percent ?? percent;
      return percent;
    },
    async findFailReason(signal) {
      return (await ask(signal, ASK_TIMEOUT_MS))?.failReason;
    },
  };
}

/** Who sends a call that fails tells of it, and tries it again; what stops a poll before it is sent is told here. */
const isToldBySender = (trouble: unknown) =>
  trouble instanceof NetworkError ||
  trouble instanceof ResponseError ||
  (trouble instanceof ApiError && !['busy', 'conflict'].includes(trouble.kind));

/** Tells what polls of a service meet: what may pass, and that it is over. */
export type PollReport = (trouble: unknown) => void;

export function createPollReport(session: Session, title: string): PollReport {
  const troubles = createTroubleReport(session);
  return (trouble) => {
    if (trouble === undefined) troubles.end(title);
    else if (trouble instanceof Error && !isToldBySender(trouble)) {
      troubles.tell(title, `Looking again later at the backups of ${title}: ${trouble.message}`);
    }
  };
}
