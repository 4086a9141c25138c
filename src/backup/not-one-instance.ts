import { LookupError } from '../errors/request-errors.ts';
import { getService } from '../services/index.ts';
import type { InstanceRecord } from '../services/instance.ts';
import type { InstanceQuery } from './find-instance.ts';

const describeInstance = ({ id, name }: InstanceRecord) => `${id}${name ? ` (${name})` : ''}`;

/** None, or several: what to say of it. */
export function notOneInstance(
  query: InstanceQuery,
  found: readonly InstanceRecord[],
): LookupError {
  const { service, instanceId, name } = query;
  const { title } = getService(service);
  const what = instanceId === undefined ? `instance named ${name}` : `instance ${instanceId}`;
  const list = found.map(describeInstance);
  const message =
    list.length === 0
      ? `${title} lists no ${what} in this project.`
      : `${title} lists ${list.length} instances named ${name} in this project: ${list.join(', ')}.`;
  return new LookupError(
    message,
    found.map(({ id }) => id),
    list.length === 0
      ? 'Check the instance, service, region and project.'
      : 'Names need not be unique: give the id of the one that you mean.',
  );
}
