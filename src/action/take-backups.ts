import type { BackupOrder } from '../backup/backup-order.ts';
import type { BackupOutcome } from '../backup/create/create-backups.ts';
import type { Progress } from '../backup/wait/progress-report.ts';
import type { Backup } from '../model.ts';
import { getService } from '../services/index.ts';
import { completeOrders } from './complete-orders.ts';
import { findTargets } from './find-targets.ts';
import { pruneOld } from './prune-old.ts';
import { IncompleteError } from './report/incomplete-error.ts';
import { createProgressBoard } from './report/progress-board.ts';
import type { Step } from './step.ts';
import { warnOfTokenEnd } from './warn-of-token-end.ts';

function announce({ inputs, around: { log } }: Step, orders: readonly BackupOrder[]): void {
  const where = inputs.client.region === undefined ? '' : ` in ${inputs.client.region}`;
  for (const { service, instanceId, name } of orders) {
    log.info(`Backing up ${getService(service).title} instance ${instanceId}${where} as ${name}`);
  }
  log.info(inputs.login);
}

async function makeBackups(step: Step, orders: readonly BackupOrder[]) {
  const { inputs, around, client, notebook, outputs, findLeftMs } = step;
  const { clock, log, signal } = around;
  const board = createProgressBoard({ orders, clock, log });
  return await client.createBackups(orders, {
    signal,
    wait: inputs.wait,
    timeoutMs: findLeftMs(),
    busyTimeoutMs: inputs.busyTimeoutMs,
    reuseExisting: inputs.reuseExisting,
    hasUniqueName: inputs.order.name === undefined && !inputs.reuseExisting,
    concurrency: inputs.concurrency,
    failFast: inputs.failFast,
    onAccepted(backup: Backup, index: number) {
      const { region } = inputs.client;
      notebook.note({ place: { projectId: client.projectId, region } });
      notebook.noteResult(index, { backup });
      board.noteAccepted(backup, index);
      outputs.noteAccepted();
    },
    onProgress(progress: Progress, index: number) {
      notebook.noteResult(index, { backup: progress.backup, history: progress.estimate });
      board.noteProgress(progress, index);
    },
    onSettled({ backup, error }: BackupOutcome, index: number) {
      notebook.noteResult(index, { backup, error });
      board.noteSettled({ backup, error, isWaited: inputs.wait }, index);
      outputs.noteEnded();
    },
  });
}

/** Makes the backups and waits for them; then, where that is asked for, deletes older ones. */
export async function takeBackups(step: Step): Promise<void> {
  const { inputs, around, client, notebook, findLeftMs } = step;
  const { clock, random, log, signal, readContext } = around;
  const targets = await findTargets(step);
  const orders = await completeOrders({ targets, inputs, readContext, random });
  notebook.note({ place: { projectId: client.projectId, region: inputs.client.region } });
  announce(step, orders);
  if (inputs.wait && inputs.hasFixedToken) {
    await warnOfTokenEnd({ client, clock, log, signal, leftMs: findLeftMs() });
  }
  notebook.note({
    results: orders.map((order) => ({ order, backup: undefined, error: undefined })),
  });
  const outcomes = await makeBackups(step, orders);
  const [first] = outcomes.filter(({ error }) => error !== undefined);
  if (first === undefined) {
    await pruneOld(step, outcomes);
    return;
  }
  if (inputs.keepLast !== undefined)
    log.info('Retention: nothing is deleted, because not every backup is completed.');
  throw outcomes.length === 1
    ? first.error
    : new IncompleteError(notebook.report.results, inputs.wait);
}
