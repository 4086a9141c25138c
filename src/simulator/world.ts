import type { Account } from './account.ts';
import type { BackupRecord } from './backup-record.ts';
import type { JobRecord } from './job-record.ts';
import type { Settings } from './settings.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** The state of one simulator: what exists in its clouds. */
export interface World {
  readonly settings: Settings;
  readonly account: Account;
  readonly instances: SimulatedInstance[];
  readonly backups: BackupRecord[];
  readonly jobs: JobRecord[];
  /** Moments of failed signatures in a row, by access key. */
  readonly signatureFailures: Map<string, number[]>;
}
