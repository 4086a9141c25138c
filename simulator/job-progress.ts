import type { JobRecord } from './job-record.ts';

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
