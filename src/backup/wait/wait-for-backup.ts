import {
  BackupDeletingError,
  BackupError,
  BackupFailedError,
  BackupNeverListedError,
  BackupVanishedError,
  CancelledError,
  DeadlineError,
  StatusUnavailableError,
} from '../../errors/backup-error.ts';
import { InputError } from '../../errors/request-errors.ts';
import type { Backup } from '../../model.ts';
import { neverAborted, splitInterruption } from '../../runtime/abort.ts';
import { callBack } from '../../runtime/caller.ts';
import { type Polled, pollUntil } from '../../runtime/clock.ts';
import { AnothersRecordError } from '../create/ownership.ts';
import { findKnownName } from '../instances.ts';
import { createSizeWait } from './late-size.ts';
import { createProgressReport, type JobProgress, type Progress, watchJob } from './progress.ts';
import { createPollSchedule, type WaitContext } from './schedule.ts';
import type { PollResult } from './statuses.ts';

/** How long to wait, and whom to tell meanwhile. */
export interface WaitOptions {
  /** Milliseconds; the last poll is at its end. */
  readonly timeoutMs: number;
  /** Ends the wait at once; the backup goes on in the cloud. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever something changed, and at least once a minute. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Waits until the backup is completed; its record decides, a job only explains.
 * @throws BackupFailedError, BackupDeletingError, DeadlineError, CancelledError, StatusUnavailableError
 */
export async function waitForBackup(
  context: WaitContext,
  backup: Backup,
  { timeoutMs, signal = neverAborted, onProgress }: WaitOptions,
): Promise<Backup> {
  if (!Number.isFinite(timeoutMs) || timeoutMs < 0) {
    throw new InputError([{ input: 'timeoutMs', problem: 'must be a number of milliseconds' }]);
  }
  let latest = backup;
  const note = (progress: Progress) => {
    latest = progress.backup;
    callBack(context.session, 'onProgress', onProgress, progress);
  };
  try {
    signal.throwIfAborted();
    return await waitUntilOver({ ...context, timeoutMs, signal, onProgress: note }, backup);
  } catch (error) {
    if (error instanceof AnothersRecordError) throw error;
    if (signal.aborted) throw new CancelledError(latest);
    const isFinal = error instanceof BackupError && error.backup === undefined;
    throw isFinal ? new StatusUnavailableError(latest, error) : error;
  }
}

/** How long after the end of the wait the last poll may take. */
const LAST_POLL_MS = 5_000;
/** A rest that is too short for the clock would never be over. */
const SHORTEST_MS = 1;

async function throwIfOver(backup: Backup, job: JobProgress, signal: AbortSignal): Promise<void> {
  if (backup.status === 'FAILED') {
    throw new BackupFailedError(backup, await job.findFailReason(signal));
  }
  if (backup.status === 'DELETING') throw new BackupDeletingError(backup);
}

/** A result without a poll changes nothing of what polls have met. */
const troubleAfter = ({ isListed, trouble }: PollResult, before: unknown): unknown =>
  isListed === undefined ? (trouble ?? before) : trouble;

interface Wait extends WaitContext {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

async function waitUntilOver(wait: Wait, first: Backup): Promise<Backup> {
  const { session, isBatch, timeoutMs, signal, onProgress } = wait;
  const { clock } = session;
  const startMs = clock.monotonicMs();
  const elapsedMs = () => clock.monotonicMs() - startMs;
  const remainingMs = () => timeoutMs - elapsedMs();
  const schedule = createPollSchedule(wait, first, startMs + timeoutMs);
  const job = watchJob(session, first);
  const listing = createListingTracker(first);
  const size = createSizeWait(session.log, timeoutMs);
  const report = createProgressReport(session.log, onProgress);
  const limit = AbortSignal.any([signal, clock.signalAfter(timeoutMs + LAST_POLL_MS)]);
  let backup = first;
  let percent: number | undefined;
  let pauseMs = 0;
  let trouble: unknown;

  async function poll(): Promise<PollResult> {
    const untilDueMs = Math.max(SHORTEST_MS, report.untilDueMs(elapsedMs()));
    const tellMs = Math.min(clock.monotonicMs() + untilDueMs, startMs + timeoutMs);
    try {
      return await schedule.poll(backup, { pauseMs, tellMs }, limit);
    } catch (error) {
      if (signal.aborted || !limit.aborted) throw error;
      // What a poll met that broke off at the deadline says more than that it broke off.
      const { reason, trouble: met } = splitInterruption(error);
      const cause = reason === limit.reason ? (met ?? trouble) : error;
      throw DeadlineError.waiting(backup, elapsedMs(), cause);
    }
  }

  /** What earlier backups tell is better than a percentage, and costs no further call. */
  async function askPercent() {
    if (isBatch || schedule.estimate(0) !== undefined) return;
    if (report.untilDueMs(elapsedMs()) > 0) return;
    percent = await job.findPercent(signal, remainingMs());
  }

  /** Tells how far it is until the pause is over, or the rest of it is the poller's. */
  async function tellUntil(overMs: number) {
    for (;;) {
      await askPercent();
      const nowMs = elapsedMs();
      pauseMs = Math.max(0, overMs - nowMs);
      const estimate = schedule.estimate(nowMs);
      const instanceName = findKnownName(session, backup);
      const progress = { backup, instanceName, percent, estimate, elapsedMs: nowMs };
      report.note(progress, isBatch ? pauseMs : 0);
      const untilMs = report.untilDueMs(nowMs);
      if (isBatch || pauseMs <= untilMs) return;
      await clock.sleep(Math.max(SHORTEST_MS, untilMs), signal);
    }
  }

  /** The poll's result; `undefined`: it failed, and nothing but a size was waited for. */
  async function pollOrGiveUp(): Promise<PollResult | undefined> {
    try {
      return await poll();
    } catch (error) {
      if (signal.aborted || !size.isWaiting) throw error;
      return undefined;
    }
  }

  async function look(): Promise<Polled<Backup>> {
    const result = await pollOrGiveUp();
    if (result === undefined) return { value: size.giveUp(backup) };
    ({ backup } = result);
    trouble = troubleAfter(result, trouble);
    if (result.another !== undefined) throw new AnothersRecordError(result.another);
    const isLast = result.begunMs - startMs >= timeoutMs;
    // Only the record decides: what the create's answer said does not.
    if (size.isOver(result, elapsedMs())) return { value: backup };
    if (result.isListed) await throwIfOver(backup, job, signal);
    listing.note(result, elapsedMs());
    const nowMs = elapsedMs();
    if (size.isWaiting && size.nextMs(nowMs) <= nowMs) return { value: size.giveUp(backup) };
    if (isLast) throw DeadlineError.waiting(backup, elapsedMs(), trouble);
    const nextMs = size.isWaiting ? size.nextMs(nowMs) : nowMs + schedule.nextPollMs(nowMs);
    await tellUntil(Math.min(nextMs, timeoutMs));
    return { nextMs: 0 };
  }

  try {
    return await pollUntil(look, { clock, signal });
  } finally {
    schedule.end();
  }
}

const MISSING_POLLS = 3;
const MISSING_FOR_MS = 30_000;
const UNSEEN_FOR_MS = 300_000;

/**
 * Remembers whether the cloud lists the backup; lists lag, so one empty answer means nothing, and
 * neither does the time in which there was none.
 */
export interface ListingTracker {
  /** @throws BackupVanishedError, BackupNeverListedError */
  note(result: Omit<PollResult, 'begunMs'>, elapsedMs: number): void;
}

export function createListingTracker(first: Backup): ListingTracker {
  let { wasListed } = first;
  let missingPolls = 0;
  let missingSinceMs = 0;
  return {
    note({ backup, isListed, trouble }, elapsedMs) {
      if (trouble !== undefined || isListed === undefined) return;
      if (isListed) {
        wasListed = true;
        missingPolls = 0;
        return;
      }
      missingPolls += 1;
      if (missingPolls === 1) missingSinceMs = elapsedMs;
      const isLong = elapsedMs - missingSinceMs >= MISSING_FOR_MS;
      if (missingPolls < MISSING_POLLS || !isLong) return;
      if (wasListed) throw new BackupVanishedError(backup);
      // A throttle may make the first poll late: the time alone says nothing.
      if (elapsedMs >= UNSEEN_FOR_MS) throw new BackupNeverListedError(backup, elapsedMs);
    },
  };
}
