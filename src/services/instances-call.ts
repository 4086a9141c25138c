import type * as v from 'valibot';
import type { ApiCall } from '../api-call.ts';
import type { InstanceFilter, InstancePage } from './instance.ts';

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
