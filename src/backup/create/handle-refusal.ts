import { ApiError } from '../../errors/api-error.ts';
import { findDelayMs, SAFE_TO_REPEAT } from '../../http/retry.ts';
import type { BackupRecord } from '../../services/service.ts';
import type { Backup } from '../backup.ts';
import type { CreateOutcome } from './create-outcome.ts';
import { type CreateTask, toOrderedBackup } from './create-task.ts';
import { findOwn, listNamedAlike, lookForOwn } from './look-for-own.ts';
import { findReusable } from './reuse-backup.ts';
import { waitUntilFree } from './wait-until-free.ts';

/** How far the asking has come. */
export interface CreateState {
  /** How many create calls have been sent. */
  readonly creates: number;
  /** What a create ended with that may have made a backup nobody has found since. */
  readonly unresolved: unknown;
}

type Refusal = Extract<CreateOutcome, { kind: 'refused' }>;

/** All creates together, whatever became of them. */
export const MAX_CREATES = 3;

/** Takes a listed backup for the one that was asked for. Its job is not known. */
export function adopt(task: CreateTask, record: BackupRecord): Backup {
  task.session.log.info(`Found it: backup ${record.id} is the one that was asked for.`);
  const { id, status, statusWord, beginTime, endTime, sizeMb } = record;
  return toOrderedBackup(task, {
    ...{ id, status, statusWord, beginTime, endTime, sizeMb },
    wasListed: true,
  });
}

async function handleDuplicate(task: CreateTask, { error }: Refusal, state: CreateState) {
  const { unresolved } = state;
  const own = unresolved === undefined ? undefined : await lookForOwn(task, unresolved);
  if (own !== undefined) return adopt(task, own);
  const reusable =
    unresolved === undefined && task.reuseExisting
      ? findReusable(task, await listNamedAlike(task))
      : undefined;
  if (reusable !== undefined) return reusable;
  throw error;
}

async function handleBusy(task: CreateTask, { error }: Refusal, state: CreateState) {
  const { unresolved, creates } = state;
  if (unresolved !== undefined) {
    // It may be our own backup that the instance is busy with.
    const own = await lookForOwn(task, unresolved);
    if (own !== undefined) return adopt(task, own);
  }
  if (creates >= MAX_CREATES) throw error;
  await waitUntilFree(task, { cause: error, refusals: creates });
  const own = unresolved === undefined ? undefined : await findOwn(task, unresolved);
  return own && adopt(task, own);
}

/** What a refusal calls for before the next create; or a backup that turned up. @throws the refusal when nothing helps */
export async function handleRefusal(
  task: CreateTask,
  refusal: Refusal,
  state: CreateState,
): Promise<Backup | undefined> {
  const { reason, error } = refusal;
  if (reason === 'duplicate') return await handleDuplicate(task, refusal, state);
  if (reason === 'busy') return await handleBusy(task, refusal, state);
  if (reason === 'final' || state.creates >= MAX_CREATES) throw error;
  const { session, limits } = task;
  const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
  session.log.info(`Asking once more: ${error.message}`);
  const delayMs = asked ?? findDelayMs(SAFE_TO_REPEAT, state.creates, session.random);
  // The refusal says more than that its pause was longer than the step may last.
  if (delayMs >= limits.findLeftMs()) throw error;
  await session.clock.sleep(delayMs, limits.stop);
  return undefined;
}
