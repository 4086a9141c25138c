import { backupRunning } from './backup-running.ts';
import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** Refuses an instance that is frozen, full, not ready, or has another task running. */
export function checkInstanceFree(call: Call, instance: SimulatedInstance): void {
  const status = instance.status.toUpperCase();
  if (status === 'FROZEN') throw new Refusal('instanceFrozen');
  if (status === 'STORAGE FULL') throw new Refusal('instanceFull');
  if (status === 'BACKING UP') throw new Refusal('backupRunning');
  if (status !== 'ACTIVE' && status !== 'NORMAL') {
    throw new Refusal('instanceNotReady', instance.status);
  }
  if (instance.busyUntil !== undefined && call.nowMs < instance.busyUntil) {
    throw new Refusal('instanceBusy');
  }
  if (backupRunning(call.world, instance, call.nowMs)) throw new Refusal('backupRunning');
}
