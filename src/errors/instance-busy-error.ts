import { formatDuration } from '../format-duration.ts';
import { BackupError } from './backup-error.ts';

export interface InstanceBusyFields {
  readonly instanceId: string;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;
  /** What the cloud said when it was asked for the backup. */
  readonly cause: Error;
  /** The instance’s state in the cloud’s own words. */
  readonly state: string;
  /** Whether that is one that does not pass by itself. */
  readonly isStuck: boolean;
}

/** The instance did not become free in time, or can't become so by itself; no backup was made. */
export class InstanceBusyError extends BackupError {
  override readonly name = 'InstanceBusyError';
  /** The instance that was busy. */
  readonly instanceId: string;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;
  /** The cloud’s own words for the instance’s state when it was looked at last. */
  readonly state: string;

  /** @internal */
  constructor({ instanceId, elapsedMs, cause, state, isStuck }: InstanceBusyFields) {
    const end = isStuck
      ? `is ${state}, which does not pass by itself`
      : `was still busy after ${formatDuration(elapsedMs)} of waiting`;
    const hint = isStuck
      ? 'Look at the instance in the console and mend its state first: waiting longer does not help.'
      : 'Run this again when the instance is free, or raise busy_timeout and wait_timeout.';
    super(`Instance ${instanceId} ${end}, so no backup was made. ${cause.message}`, {
      cause,
      hint,
    });
    this.instanceId = instanceId;
    this.elapsedMs = elapsedMs;
    this.state = state;
  }
}
