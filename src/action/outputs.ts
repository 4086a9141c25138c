import { setOutput } from '@actions/core';
import type { Backup } from '../backup/backup.ts';

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

/** Writes every output; unknown ones are written empty. */
export function writeOutputs(backup: Backup, place: Place): void {
  for (const [name, find] of Object.entries(outputs)) {
    setOutput(name, String(find(backup, place) ?? ''));
  }
}
