import { backupState } from './backup-state.ts';
import type { SimulatedInstance } from './simulated-instance.ts';
import type { World } from './world.ts';

/** Whether a backup of the instance is being made: one at a time is all an instance takes. */
export function backupRunning(world: World, instance: SimulatedInstance, nowMs: number): boolean {
  return world.backups.some(
    (backup) =>
      backup.host === instance.host &&
      backup.instanceId === instance.id &&
      backupState(backup, nowMs) === 'BUILDING',
  );
}
