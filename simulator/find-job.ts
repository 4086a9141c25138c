import type { Call } from './call.ts';
import type { JobRecord } from './job-record.ts';
import { Refusal } from './refusal.ts';

/** The host's job with the id of the query; a very new one does not exist yet. */
export function findJob({ world, service, nowMs, request }: Call): JobRecord {
  const id = request.query['id'];
  if (!id) throw new Refusal('badRequest', 'id is missing');
  const found = world.jobs.find(
    (job) => job.host === service.host && job.id === id && nowMs >= job.visibleFrom,
  );
  if (found === undefined) throw new Refusal('jobMissing', id);
  return found;
}
