import type * as v from 'valibot';
import type { ApiCall } from '../api-call.ts';
import type { Job } from './service.ts';

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
