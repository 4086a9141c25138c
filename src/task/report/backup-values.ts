import type { Words } from '../words.ts';
import { describeError } from './errors.ts';
import { findStatus, type Location, type TargetResult } from './report.ts';

/** What is listed of each backup, under the names of action.yml’s outputs, and where it comes from. */
export const backupValues: Readonly<
  Record<string, (result: TargetResult, location: Location) => unknown>
> = {
  backup_id: ({ backup }) => backup?.id,
  job_id: ({ backup }) => backup?.jobId,
  status: findStatus,
  name: ({ backup, order }) => backup?.name ?? order.name,
  created: ({ backup }) => backup?.created,
  instance_id: ({ order }) => order.instanceId,
  project_id: (_, { projectId }) => projectId,
  region: (_, { region }) => region,
  begin_time: ({ backup }) => backup?.beginTime,
  end_time: ({ backup }) => backup?.endTime,
  size_mb: ({ backup }) => backup?.sizeMb,
};

/** One entry of a list of backups; what is unknown is null. */
export function toEntry(result: TargetResult, location: Location, words: Words) {
  const { order, instanceName, restore, error } = result;
  const values = Object.entries(backupValues).map(([name, read]) => [
    name,
    read(result, location) ?? null,
  ]);
  return {
    service: order.service,
    ...Object.fromEntries(values),
    instance_name: instanceName ?? null,
    restore: restore?.request ?? null,
    error: error === undefined ? null : describeError(error, words).message,
  };
}
