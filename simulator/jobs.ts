import { Refusal } from './errors.ts';
import type { Call } from './route.ts';
import type { JobRecord } from './state.ts';

/** What a service settles of a job: the one that makes a backup, or an instance. */
export interface NewJob extends Pick<JobRecord, 'id' | 'instance' | 'endsAt'> {
  /** `BackupInstance` unless told. */
  readonly name?: string | undefined;
}

/** Begins the job that the call has asked for. */
export function beginJob({ state, service, behaviour, nowMs }: Call, job: NewJob): void {
  const { id, name = 'BackupInstance', instance, endsAt } = job;
  state.jobs.push({
    id,
    host: service.host,
    name,
    instance: { id: instance.id, name: instance.name },
    beganAt: nowMs,
    endsAt,
    visibleFrom: nowMs + state.settings.jobLagMs,
    failReason: behaviour.failReason,
  });
}

/** The host's jobs, oldest first; a very new one does not exist yet. */
export function visibleJobs({ state, service, nowMs }: Call): readonly JobRecord[] {
  return state.jobs.filter(
    ({ host, visibleFrom }) => host === service.host && nowMs >= visibleFrom,
  );
}

/** The host's job with the id of the query. */
export function findJob(call: Call): JobRecord {
  const id = call.request.query['id'];
  if (!id) throw new Refusal('badRequest', 'id is missing');
  const found = visibleJobs(call).find((job) => job.id === id);
  if (found === undefined) throw new Refusal('jobMissing', id);
  return found;
}

/** What the task center shows of a job at a moment. */
export interface JobProgress {
  readonly status: 'Running' | 'Completed' | 'Failed';
  /** Both pages: "60%" while running, empty otherwise. */
  readonly percent: string;
  readonly ended: boolean;
  readonly failReason: string;
}

/** Progress by the clock, as the task pages of TaurusDB and GeminiDB word it. */
export function jobProgress(job: JobRecord, nowMs: number): JobProgress {
  if (nowMs < job.endsAt) {
    const share = (nowMs - job.beganAt) / (job.endsAt - job.beganAt);
    const percent = `${Math.max(0, Math.floor(share * 100))}%`;
    return { status: 'Running', percent, ended: false, failReason: '' };
  }
  const status = job.failReason === undefined ? 'Completed' : 'Failed';
  return { status, percent: '', ended: true, failReason: job.failReason ?? '' };
}
