import type { Backup } from '../../model.ts';
import { getService } from '../../services/index.ts';
import type { Job } from '../../services/service.ts';
import type { Session } from '../../session.ts';

const INTERVAL_MS = 60_000;
const LOOK_TIMEOUT_MS = 5_000;

/** What a job tells besides the backup's own record. Nothing here can fail a wait. */
export interface JobProgress {
  /** In percent; asks at most once a minute, the first time on the second call, and for `leftMs` at most. */
  findPercent(signal: AbortSignal, leftMs: number): Promise<number | undefined>;
  findFailReason(signal: AbortSignal): Promise<string | undefined>;
}

export function watchJob(session: Session, { service, jobId }: Backup): JobProgress {
  const { clock, log } = session;
  let askAtMs: number | undefined;
  let percent: number | undefined;

  async function ask(signal: AbortSignal, leftMs: number): Promise<Job | undefined> {
    const { findJob } = getService(service);
    if (findJob === undefined || jobId === undefined) return undefined;
    const limit = AbortSignal.any([signal, clock.signalAfter(Math.min(leftMs, LOOK_TIMEOUT_MS))]);
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
      askAtMs = nowMs + INTERVAL_MS;
      percent = (await ask(signal, leftMs))?.percent ?? percent;
      return percent;
    },
    async findFailReason(signal) {
      return (await ask(signal, LOOK_TIMEOUT_MS))?.failReason;
    },
  };
}
