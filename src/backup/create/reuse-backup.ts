import type { BackupRecord } from '../../services/service.ts';
import type { Backup } from '../backup.ts';
import { type CreateTask, toOrderedBackup } from './create-task.ts';

/** A completed or running backup of the order's name, where the caller takes one; never a failed one. */
export function findReusable(
  task: CreateTask,
  existing: readonly BackupRecord[],
): Backup | undefined {
  if (!task.reuseExisting) return undefined;
  const inState = (status: BackupRecord['status']) =>
    existing.find((record) => record.status === status);
  const record = inState('COMPLETED') ?? inState('BUILDING');
  if (record === undefined) return undefined;
  task.session.log.info(
    `Backup ${record.id} has this name already: taking it instead of a new one.`,
  );
  const { id, status, statusWord, beginTime, endTime, sizeMb } = record;
  const known = {
    id,
    status,
    statusWord,
    beginTime,
    endTime,
    sizeMb,
    created: false,
    wasListed: true,
  };
  return toOrderedBackup(task, known);
}
