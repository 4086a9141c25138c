import type * as v from 'valibot';
import { type ApiCall, anyAnswer } from '../http/api-call.ts';
import type { BackupService, InstanceFilter, InstancePage, Job } from './service.ts';

function describeLookup({ id, name }: InstanceFilter): string {
  if (id !== undefined) return `look at instance ${id}`;
  return name === undefined ? 'list instances' : `look for instance ${name}`;
}

/** The call of a list of instances that filters by id and by name, and has pages. */
export const instancesCall =
  (
    path: (projectId: string) => readonly string[],
    answer: v.GenericSchema<unknown, InstancePage>,
    right: string,
  ) =>
  (filter: InstanceFilter): ApiCall<InstancePage> => {
    const { projectId, id, name, offset, limit } = filter;
    return {
      method: 'GET',
      path: path(projectId),
      query: { id, name, offset, limit },
      right,
      answer,
      purpose: describeLookup(filter),
    };
  };

/** The call that asks for one job by its id. */
export const jobCall =
  (
    path: (projectId: string) => readonly string[],
    answer: v.GenericSchema<unknown, Job>,
    right: string,
  ) =>
  (projectId: string, jobId: string): ApiCall<Job> => ({
    method: 'GET',
    path: path(projectId),
    query: { id: jobId },
    right,
    answer,
    isOptional: true,
    purpose: `look at job ${jobId}`,
  });

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
