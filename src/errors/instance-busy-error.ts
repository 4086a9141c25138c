import { formatDuration } from '../format-duration.ts';
import { BackupError } from './backup-error.ts';

export interface InstanceBusyFields {
  readonly instanceId: string;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;
  /** What the cloud said when it was asked for the backup. */
  readonly cause: Error;
}

/** The instance did not become free in time; no backup was made. */
export class InstanceBusyError extends BackupError {
  override readonly name = 'InstanceBusyError';
  /** The instance that was busy. */
  readonly instanceId: string;
  /** Milliseconds that were waited. */
  readonly elapsedMs: number;

  /** @internal */
  constructor({ instanceId, elapsedMs, cause }: InstanceBusyFields) {
    super(
      `Instance ${instanceId} was still busy after ${formatDuration(elapsedMs)} of waiting, so no backup was made. ${cause.message}`,
      {
        cause,
        hint: 'Run this again when the instance is free, or raise busy_timeout and wait_timeout.',
      },
    );
    this.instanceId = instanceId;
    this.elapsedMs = elapsedMs;
  }
}
