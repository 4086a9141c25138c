import { InputError } from '../errors/request-errors.ts';
import { getService } from '../services/index.ts';
import type { Session } from '../session.ts';
import { checkDelete } from './check-delete.ts';
import type { BackupRef } from './list-records.ts';

/** @throws UnsupportedError where the cloud's pages document no delete, or the cloud is not known. */
export async function deleteBackup(
  session: Session,
  { service, id }: Pick<BackupRef, 'service' | 'id'>,
  signal: AbortSignal,
): Promise<void> {
  checkDelete(session, service, `backup ${id}`);
  const { deleteBackup: describeDelete } = getService(service);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
    throw new InputError([{ input: 'id', problem: 'is not the id of a backup' }]);
  }
  const projectId = await session.findProjectId(signal);
  await session.send(service, describeDelete(projectId, id), signal);
}
