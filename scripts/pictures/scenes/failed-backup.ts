import { findInstanceId } from '../../demo/part.ts';
import type { Scene } from '../scene.ts';
import { START_MS } from '../virtual-cloud.ts';

const BUSY_MS = 4_000;

/** The instance is busy at first; then the cloud takes the order, and fails to make the backup. */
export const failedBackup: Scene = {
  name: 'a backup that fails',
  backupMs: 240_000,
  prepare(simulator) {
    const instanceId = findInstanceId(simulator, 'taurusdb');
    simulator.setInstance(instanceId, { busyUntil: START_MS + BUSY_MS });
    // The first create call is refused; a fault of a backup would be used up by it.
    simulator.inject({ service: 'taurusdb', name: 'backup-fails', skip: 1 });
    return { service: 'taurusdb', instance_id: instanceId };
  },
};
