import { listMeant } from '../backup/instances.ts';
import { nextPollMs } from '../backup/wait/pauses.ts';
import { BackupError, CancelledError } from '../errors/backup-error.ts';
import { isTransient } from '../errors/request-errors.ts';
import { RestoreFailedError, RestoreUnfinishedError } from '../errors/restore-errors.ts';
import type { RestoredInstance } from '../model.ts';
import { onChangeOrEvery, type Polled, pollUntil } from '../runtime/clock.ts';
import { formatDuration } from '../runtime/text.ts';
import { isSameInstance, isSameWord } from '../services/fields.ts';
import { getService } from '../services/index.ts';
import type { InstanceRecord, Job } from '../services/service.ts';
import { createUncertainty, type RestoreTask } from './exactly-one-instance.ts';

const LOG_EVERY_MS = 60_000;
/** While it is made, its job only tells an early failure. */
const JOB_EVERY_MS = 60_000;
/** An instance takes minutes: it is polled from the start as a backup is after so long. */
const HEAD_START_MS = 200_000;
/** A list may leave an instance out by mistake; one that is gone stays out of it. */
const MISSING_POLLS = 4;
const MISSING_FOR_MS = 120_000;

interface Wait {
  readonly task: RestoreTask;
  /** As last seen. */
  instance: RestoredInstance;
  wasListed: boolean;
  missingPolls: number;
  missingSinceMs: number;
  jobAskedMs: number;
  /** What went wrong with the last poll. */
  trouble: unknown;
}

/** The job that makes it, where its id is known; it only explains, and a new one is not known for some seconds. */
async function askJob({ task, instance }: Wait): Promise<Job | undefined> {
  const { session, prepared, deadline } = task;
  if (instance.jobId === undefined) return undefined;
  try {
    const call = prepared.maker.findJob(prepared.projectId, instance.jobId);
    return await session.send(instance.service, call, deadline.signal);
  } catch (error) {
    if (deadline.signal.aborted || !(error instanceof BackupError)) throw error;
    session.log.debug(`The job could not be had: ${error.message}`);
    return undefined;
  }
}

/** What the list says of it, or nothing where it does not show it. @throws UncertainRestoreError where two have its name */
function update(wait: Wait, found: readonly InstanceRecord[]): boolean {
  const { task, instance } = wait;
  const own = found.find(({ id }) => isSameInstance(id, instance.id));
  const others = found.filter((record) => record !== own);
  if (others.length > 0) throw createUncertainty(task, found, undefined, instance);
  if (own === undefined) return false;
  const addresses = task.prepared.maker.readAddresses(own.listed());
  wait.instance = { ...instance, status: own.state, ...addresses };
  return true;
}

function noteMissing(wait: Wait, elapsedMs: number): void {
  if (wait.missingPolls === 0) wait.missingSinceMs = elapsedMs;
  wait.missingPolls += 1;
  const isLong = elapsedMs - wait.missingSinceMs >= MISSING_FOR_MS;
  if (wait.wasListed && isLong && wait.missingPolls >= MISSING_POLLS) {
    const end = 'was listed, and no longer is: something else deletes it, or has renamed it';
    throw new RestoreFailedError(wait.instance, end, undefined);
  }
}

/** Whether it is ready. @throws RestoreFailedError */
async function isReady(wait: Wait, elapsedMs: number): Promise<boolean> {
  const { instance } = wait;
  const { restore } = getService(instance.service);
  const isOneOf = (words: readonly string[] = []) =>
    words.some((word) => isSameWord(word, instance.status));
  const hasFailed = isOneOf(restore?.states.failed);
  const isMaking = !hasFailed && !isOneOf(restore?.states.ready);
  if (isMaking && elapsedMs - wait.jobAskedMs < JOB_EVERY_MS) return false;
  wait.jobAskedMs = elapsedMs;
  const job = await askJob(wait);
  if (hasFailed || job?.status === 'failed') {
    const end = hasFailed ? `is ${instance.status}` : `is ${instance.status}, and its job failed`;
    throw new RestoreFailedError(instance, end, job?.failReason);
  }
  return isOneOf(restore?.states.ready) && job?.status !== 'running';
}

/**
 * Waits until the list shows the instance ready and no job makes it any more.
 * @throws RestoreFailedError, RestoreUnfinishedError, UncertainRestoreError
 */
export async function waitUntilReady(
  task: RestoreTask,
  first: RestoredInstance,
): Promise<RestoredInstance> {
  const { session, deadline, backup } = task;
  const { clock, random, log } = session;
  const isDue = onChangeOrEvery(LOG_EVERY_MS);
  const startMs = clock.monotonicMs();
  const wait: Wait = {
    ...{ task, instance: first, wasListed: false },
    ...{ missingPolls: 0, missingSinceMs: 0, jobAskedMs: 0, trouble: undefined },
  };

  async function look(elapsedMs: number): Promise<boolean> {
    const query = { service: backup.service, name: first.name };
    try {
      const isListed = update(wait, await listMeant(session, query, deadline.signal));
      wait.trouble = undefined;
      if (isListed) {
        wait.wasListed = true;
        wait.missingPolls = 0;
        return await isReady(wait, elapsedMs);
      }
      noteMissing(wait, elapsedMs);
      // One that fails early may never be listed.
      await isReady(wait, elapsedMs);
      return false;
    } catch (error) {
      if (deadline.signal.aborted || !isTransient(error)) throw error;
      log.debug(`The list could not be had: ${String(error)}`);
      wait.trouble = error;
      return false;
    }
  }

  async function poll(elapsedMs: number): Promise<Polled<RestoredInstance>> {
    if (await look(elapsedMs)) return { value: wait.instance };
    const { id, name, status } = wait.instance;
    const state = wait.wasListed ? `is ${status}` : 'is not listed yet';
    if (isDue(`${id} ${state}`, elapsedMs)) {
      log.info(`Instance ${name} (${id}) ${state}, after ${formatDuration(elapsedMs)}.`);
    }
    const leftMs = deadline.remainingMs();
    if (leftMs <= 0) deadline.throwIfOver();
    return { nextMs: Math.min(nextPollMs(HEAD_START_MS + elapsedMs, random), leftMs) };
  }

  try {
    deadline.throwIfOver();
    return await pollUntil(poll, { clock, signal: deadline.signal });
  } catch (error) {
    if (error instanceof BackupError && 'instance' in error) throw error;
    const elapsedMs = clock.monotonicMs() - startMs;
    if (!deadline.signal.aborted && deadline.remainingMs() > 0) {
      const end = 'The new instance can’t be looked at any more.';
      throw new RestoreUnfinishedError(wait.instance, elapsedMs, end, error);
    }
    const isCancelled = deadline.cancelled.aborted;
    const end = isCancelled
      ? 'Cancelled.'
      : 'The time limit ended before the new instance was ready.';
    const cause = isCancelled ? new CancelledError() : wait.trouble;
    throw new RestoreUnfinishedError(wait.instance, elapsedMs, end, cause);
  }
}
