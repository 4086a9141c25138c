import type { Backup } from '../backup/backup.ts';
import type { BackupOutcome } from '../backup/create/create-backups.ts';
import type { PruneRule } from '../backup/retention/prune-backups.ts';
import { BackupError } from '../errors/backup-error.ts';
import { UnsupportedError } from '../errors/unsupported-error.ts';
import { createMarkerTest } from './default-name.ts';
import { describeError } from './report/describe-error.ts';
import type { Step } from './step.ts';

/** Deletes older backups of one instance; answers their ids. */
async function pruneOne(
  { client, around: { log } }: Step,
  backup: Backup,
  { signal, ...rule }: PruneRule & { readonly signal: AbortSignal },
): Promise<readonly string[]> {
  try {
    const { deleted } = await client.pruneBackups(backup, rule, { signal });
    return deleted.map(({ id }) => id);
  } catch (error) {
    // The reason of an abort tells the reader nothing; what ended it is told in the end.
    if (signal.aborted) return [];
    const why = error instanceof BackupError ? error.message : String(error);
    const text = `Retention of ${backup.service} ${backup.instanceId}: ${why}`;
    if (error instanceof UnsupportedError) log.info(`${text} All of them stay.`);
    else log.warning(`${text} Nothing was deleted there.`);
    return [];
  }
}

/** `undefined` where the workflow's own backups can't be told from others. */
async function readMarkerTest({ around: { log, readContext } }: Step) {
  try {
    return createMarkerTest(await readContext());
  } catch (error) {
    log.warning(`Retention: ${describeError(error).message} Nothing was deleted.`);
    return undefined;
  }
}

/** After completed backups, and only then: deletes older ones of this workflow. Nothing here fails the step. */
export async function pruneOld(step: Step, outcomes: readonly BackupOutcome[]): Promise<void> {
  const { inputs, around, notebook, findLeftMs } = step;
  const { clock, log } = around;
  const { keepLast } = inputs;
  if (keepLast === undefined) return;
  const isOurs = await readMarkerTest(step);
  if (isOurs === undefined) return;
  const signal = AbortSignal.any([around.signal, clock.signalAfter(findLeftMs())]);
  const deletedIds: string[] = [];
  for (const { backup } of outcomes) {
    if (backup === undefined || signal.aborted) continue;
    deletedIds.push(...(await pruneOne(step, backup, { keepLast, isOurs, signal })));
  }
  notebook.note({ deletedIds });
  const what = deletedIds.length === 1 ? 'backup' : 'backups';
  log.info(`Retention (keep_last: ${keepLast}): deleted ${deletedIds.length} older ${what}.`);
  if (!signal.aborted) return;
  const why = around.signal.aborted ? 'the step was cancelled' : 'wait_timeout is over';
  log.warning(`Retention ended early, because ${why}: older backups may be left for the next run.`);
}
