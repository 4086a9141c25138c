import type { ApiCall } from '../api-call.ts';
import { anyAnswer } from './any-answer.ts';
import type { BackupService } from './service.ts';

/** The call that deletes one backup; its answer says nothing that is needed. */
export const deleteCall =
  (
    path: (projectId: string, backupId: string) => readonly string[],
    right: string,
    errorCodes?: BackupService['errorCodes'],
  ) =>
  (projectId: string, backupId: string): ApiCall<undefined> => ({
    method: 'DELETE',
    path: path(projectId, backupId),
    right,
    answer: anyAnswer,
    ...(errorCodes !== undefined && { errorCodes }),
    purpose: `delete backup ${backupId}`,
  });
