import { setOutput } from '@actions/core';
import type { Backup } from '../backup/backup.ts';
import { BackupError } from '../errors/backup-error.ts';

/** Where the backup was made, as far as the step knows. */
export interface Place {
  readonly projectId: string | undefined;
  readonly region: string | undefined;
}

/** What outputs are called in action.yml, and where their values come from. */
export const outputs: Readonly<Record<string, (backup: Backup, place: Place) => unknown>> = {
  backup_id: ({ id }) => id,
  job_id: ({ jobId }) => jobId,
  status: ({ status }) => status,
  name: ({ name }) => name,
  created: ({ created }) => created,
  instance_id: ({ instanceId }) => instanceId,
  project_id: (_, { projectId }) => projectId,
  region: (_, { region }) => region,
  begin_time: ({ beginTime }) => beginTime,
  end_time: ({ endTime }) => endTime,
  size_mb: ({ sizeMb }) => sizeMb,
};

/** Writes every output; unknown ones are written empty. @throws BackupError with the backup's id */
export function writeOutputs(backup: Backup, place: Place): void {
  try {
    for (const [name, find] of Object.entries(outputs)) {
      setOutput(name, String(find(backup, place) ?? ''));
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BackupError(
      `Backup ${backup.id} (${backup.name}) is in the cloud, but the outputs of this step could not be written: ${why}`,
      { cause, backup, hint: 'Later steps do not know it: check the runner’s disk.' },
    );
  }
}
