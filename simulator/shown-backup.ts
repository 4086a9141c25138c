import type { BackupRecord } from './backup-record.ts';
import { shownStatus } from './backup-state.ts';
import type { Call } from './call.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** What every list entry says of a backup, before a service gives it its own form. */
export interface ShownBackup {
  readonly status: string;
  /** End time and size are known only then. */
  readonly ended: boolean;
  readonly instance: SimulatedInstance;
  readonly datastore: { readonly type: string; readonly version: string };
}

/** The entry's facts at the time of the call. */
export function shownBackup(backup: BackupRecord, { nowMs, world }: Call): ShownBackup {
  const instance = world.instances.find(({ id }) => id === backup.instanceId);
  if (instance === undefined) throw new Error(`backup ${backup.id} belongs to no instance`);
  return {
    status: shownStatus(backup, nowMs),
    ended: nowMs >= backup.endsAt,
    instance,
    datastore: { type: instance.engine, version: instance.version },
  };
}
