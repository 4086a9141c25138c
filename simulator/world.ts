import type { Account } from './account.ts';
import type { BackupRecord } from './backup-record.ts';
import type { CatalogueEntry } from './identity/catalogue.ts';
import type { IssuedToken } from './identity/issued-token.ts';
import type { TemporaryKey } from './identity/temporary-key.ts';
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
  /** The services that clients find by a token; known once the hosts listen. */
  readonly catalogue: CatalogueEntry[];
  /** Every token there ever was, by its text. */
  readonly tokens: Map<string, IssuedToken>;
  /** Every temporary key there ever was, by its access key. */
  readonly temporaryKeys: Map<string, TemporaryKey>;
  /** Moments of failed logins in a row, by access key or user. */
  readonly loginFailures: Map<string, number[]>;
  /** Who was refused a login, once for each time. */
  readonly refusedLogins: string[];
}
