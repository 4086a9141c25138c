import type { BackupOutcome } from '../backup/create-backups.ts';
import { BackupError } from '../errors/backup-error.ts';
import { UnsupportedError } from '../errors/unsupported-error.ts';
import { createMarkerTest } from './default-name.ts';
import type { Step } from './step.ts';

/** After completed backups, and only then: deletes older ones of this workflow. Nothing here fails the step. */
export async function pruneOld(step: Step, outcomes: readonly BackupOutcome[]): Promise<void> {
  const { inputs, around, client, notebook, findLeftMs } = step;
  const { clock, log, readContext } = around;
  const { keepLast } = inputs;
  if (keepLast === undefined) return;
  const isOurs = createMarkerTest(await readContext());
  const signal = AbortSignal.any([around.signal, clock.signalAfter(findLeftMs())]);
  let deletedIds: readonly string[] = [];
  for (const { backup } of outcomes) {
    if (backup === undefined) continue;
    const { service, instanceId } = backup;
    try {
      const { deleted } = await client.pruneBackups(backup, { keepLast, isOurs }, { signal });
      deletedIds = [...deletedIds, ...deleted.map(({ id }) => id)];
    } catch (error) {
      const why = error instanceof BackupError ? error.message : String(error);
      const text = `Retention of ${service} ${instanceId}: ${why}`;
      if (error instanceof UnsupportedError) log.info(text);
      else log.warning(`${text} Nothing was deleted there.`);
    }
  }
  notebook.note({ deletedIds });
  const what = deletedIds.length === 1 ? 'backup' : 'backups';
  log.info(`Retention (keep_last: ${keepLast}): deleted ${deletedIds.length} older ${what}.`);
}
