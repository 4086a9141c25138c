import type { BackupOutcome, CreateManyOptions } from '../backup/create/create-backups.ts';
import type { BackupOrder } from '../backup/order.ts';
import type { Progress } from '../backup/wait/progress.ts';
import { DeadlineError } from '../errors/backup-error.ts';
import type { Backup } from '../model.ts';
import { withName } from '../runtime/text.ts';
import { getService } from '../services/index.ts';
import { completeOrders, resolveTargets } from './orders.ts';
import { describeError, IncompleteError } from './report/errors.ts';
import { createProgressBoard } from './report/progress.ts';
import { explainMissing } from './report/restorable.ts';
import { describePoints } from './report/restore-points.ts';
import { pruneOld } from './retention.ts';
import type { Task, TaskContext } from './task.ts';

function announce({ inputs, context: { log } }: Task, orders: readonly BackupOrder[]): void {
  const where = inputs.client.region === undefined ? '' : ` in ${inputs.client.region}`;
  for (const { service, instanceId, name } of orders) {
    const instance = withName(instanceId, inputs.instanceName);
    log.info(`Backing up ${getService(service).title} instance ${instance}${where} as ${name}`);
  }
  log.info(inputs.login);
}

/** Nothing where no list has told the name: one that is known stays. */
const nameIn = ({ instanceName }: Pick<BackupOutcome, 'instanceName'>) =>
  instanceName === undefined ? {} : { instanceName };

/** How the backups are asked for, and who hears of them on the way. */
function createOptions(task: Task, orders: readonly BackupOrder[]): CreateManyOptions {
  const { inputs, context, client, report, results, remainingMs } = task;
  const { clock, log, signal, words } = context;
  const board = createProgressBoard({ orders, clock, log, words });
  return {
    signal,
    wait: inputs.wait,
    timeoutMs: remainingMs(),
    busyTimeoutMs: inputs.busyTimeoutMs,
    reuseExisting: inputs.reuseExisting,
    hasUniqueName: inputs.order.name === undefined && !inputs.reuseExisting,
    hasUniqueDescription: inputs.order.description === undefined,
    concurrency: inputs.concurrency,
    failFast: inputs.failFast,
    onAccepted(backup: Backup, index: number) {
      const { region } = inputs.client;
      report.update({ location: { projectId: client.projectId, region } });
      report.updateResult(index, { backup });
      board.noteAccepted(backup, index);
      results.noteAccepted();
    },
    onProgress(progress: Progress, index: number) {
      const { backup, estimate: history, ...told } = progress;
      report.updateResult(index, { backup, history, ...nameIn(told) });
      board.noteProgress(progress, index);
    },
    onSettled({ backup, error, instanceName }: BackupOutcome, index: number) {
      report.updateResult(index, { backup, error, ...nameIn({ instanceName }) });
      board.noteSettled({ instanceName, backup, error, isWaited: inputs.wait }, index);
      results.noteEnded();
    },
  };
}

/** Makes the backups and waits for them; then, where that is asked for, deletes older ones. */
export async function takeBackups(task: Task): Promise<void> {
  const { inputs, context, client, report, results } = task;
  const { random, log, words, readOrigin } = context;
  // The one that has to have this name has it by now; with several, none is given.
  const { instanceName } = inputs;
  const targets = await resolveTargets(task);
  const orders = await completeOrders({ targets, inputs, readOrigin, random });
  report.update({ location: { projectId: client.projectId, region: inputs.client.region } });
  announce(task, orders);
  if (inputs.wait && inputs.hasFixedToken) await warnOfTokenEnd(task);
  report.update({
    results: orders.map((order) => ({ order, instanceName, backup: undefined, error: undefined })),
  });
  const outcomes = await client.createBackups(orders, createOptions(task, orders));
  await findWaysBack(task);
  const points = describePoints(report.state.results, words);
  if (points !== undefined) log.notice('Restore point', points);
  const [first] = outcomes.filter(({ error }) => error !== undefined);
  if (first === undefined) {
    // A task that fails because it can't write its results leaves every older backup.
    results.writeAll();
    await pruneOld(task, outcomes);
  }
  if (first === undefined) return;
  if (inputs.retention !== undefined) {
    log.info('Retention: nothing is deleted, because not every backup is completed.');
  }
  throw outcomes.length === 1
    ? first.error
    : new IncompleteError(report.state.results, { isWaited: inputs.wait, words });
}

const READ_TIMEOUT_MS = 10_000;

function describeUnread(error: unknown, { signal, words }: TaskContext): string {
  if (signal.aborted) {
    return `The ${words.work} was cancelled before the list of instances was read.`;
  }
  return error instanceof DeadlineError
    ? 'The list of instances did not come in time.'
    : `The list of instances could not be read: ${describeError(error, words).message}`;
}

/** One list call at most, and only where the task waits: the backups are there, and this holds up nobody. */
async function describeRestores(task: Task, backups: readonly Backup[]) {
  const { inputs, context, client, remainingMs } = task;
  const { signal } = context;
  const timeoutMs = Math.min(remainingMs(), READ_TIMEOUT_MS);
  if (!inputs.wait || timeoutMs === 0) {
    return await client.describeRestoresBy(0, backups);
  }
  try {
    return await client.describeRestoresBy(1, backups, { signal, timeoutMs });
  } catch (error) {
    const whyNoRequest = describeUnread(error, context);
    const guides = await client.describeRestoresBy(0, backups);
    return guides.map((guide) => ({ ...guide, whyNoRequest }));
  }
}

/** Best effort: how each completed backup is restored, service by service. */
async function findWaysBack(task: Task): Promise<void> {
  const { report, context } = task;
  const done = report.state.results.flatMap(({ backup }, index) =>
    backup?.status === 'COMPLETED' ? [{ backup, index }] : [],
  );
  const byService = Object.values(Object.groupBy(done, ({ backup }) => backup.service));
  const finding = byService.map(async (own = []) => {
    const guides = await describeRestores(
      task,
      own.map(({ backup }) => backup),
    );
    for (const [at, { index }] of own.entries()) {
      const restore = guides[at];
      report.updateResult(index, { restore, ...nameIn({ instanceName: restore?.instanceName }) });
    }
  });
  for (const found of await Promise.allSettled(finding)) {
    if (found.status === 'rejected') context.log.info(`Restore: ${String(found.reason)}`);
  }
  for (const line of explainMissing(report.state.results)) context.log.info(line);
}

const LOOK_TIMEOUT_MS = 5_000;

/** Best effort: a token that was given as it is can't be renewed, so its end is better known now. */
async function warnOfTokenEnd({ context, client, remainingMs }: Task): Promise<void> {
  const { clock, log, signal, words } = context;
  const leftMs = remainingMs();
  try {
    const limit = AbortSignal.any([signal, clock.signalAfter(Math.min(leftMs, LOOK_TIMEOUT_MS))]);
    const endMs = await client.findTokenEnd({ signal: limit });
    if (endMs === undefined || endMs >= clock.epochMs() + leftMs) return;
    const end = new Date(endMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
    log.warning(
      `The token ends at ${end}, before ${words.input('wait_timeout')} does, and can’t be renewed: a backup that takes longer would be lost from sight. Get a fresh token, or log in another way.`,
    );
  } catch (error) {
    log.debug(`IAM did not tell when the token ends: ${String(error)}`);
  }
}
