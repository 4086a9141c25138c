import { ApiError } from '../../errors/api-error.ts';
import { UncertainCreateError } from '../../errors/uncertain-create-error.ts';
import type { Backup } from '../backup.ts';
import { CANCEL_GRACE_MS } from '../limits.ts';
import { type CreateOutcome, sortFailure } from './create-outcome.ts';
import { type CreateTask, toOrderedBackup } from './create-task.ts';
import { adopt, type CreateState, handleRefusal, MAX_CREATES } from './handle-refusal.ts';
import { lookForOwn } from './look-for-own.ts';

async function askOnce(task: CreateTask): Promise<CreateOutcome> {
  const { session, service, order, ready, limits } = task;
  const inFlight = limits.stopLater(CANCEL_GRACE_MS);
  try {
    const created = await session.send(order.service, service.createBackup(ready), inFlight);
    return { kind: 'accepted', created };
  } catch (error) {
    return sortFailure(error);
  }
}

async function askInTurn(task: CreateTask): Promise<CreateOutcome> {
  const leave = await task.gate.enter(task.limits.stop);
  try {
    task.limits.throwIfOver();
    return await askOnce(task);
  } finally {
    leave();
  }
}

async function ask(task: CreateTask, note: (state: CreateState) => void): Promise<Backup> {
  let state: CreateState = { creates: 0, unresolved: undefined };
  for (;;) {
    const outcome = await askInTurn(task);
    state = { ...state, creates: state.creates + 1 };
    if (outcome.kind === 'accepted') return toOrderedBackup(task, outcome.created);
    if (outcome.kind === 'refused') {
      const found = await handleRefusal(task, outcome, state);
      if (found !== undefined) return found;
      continue;
    }
    state = { ...state, unresolved: outcome.error };
    note(state);
    task.limits.throwIfOver();
    const own = await lookForOwn(task, outcome.error);
    if (own !== undefined) return adopt(task, own);
    if (outcome.answered || state.creates >= MAX_CREATES) throw outcome.error;
    task.session.log.info('It is not in the list: asking for it once more.');
  }
}

/**
 * Asks until the cloud has accepted one backup, and never for a second while a first may exist.
 * @throws UncertainCreateError when one may exist; anything else: there is none.
 */
export async function createExactlyOne(task: CreateTask): Promise<Backup> {
  const { service, order } = task;
  let unresolved: unknown;
  try {
    return await ask(task, (state) => {
      unresolved = state.unresolved;
    });
  } catch (error) {
    if (unresolved === undefined || error instanceof UncertainCreateError) throw error;
    const { name: backupName, instanceId } = order;
    const { title } = service;
    // A refusal tells more; any other end would only say that no backup was made, which is not known.
    const cause = error instanceof ApiError ? error : unresolved;
    throw new UncertainCreateError({ title, backupName, instanceId, cause });
  }
}
