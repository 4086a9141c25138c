import { findInstanceId } from '../../demo/part.ts';
import type { Scene } from '../scene.ts';
import { START_MS } from '../virtual-cloud.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How long the cloud's own backups of the last three nights took. */
const NIGHTS_MS = [7.4, 8.9, 8.2].map((minutes) => minutes * MINUTE_MS);

/** A backup of an instance that the cloud backs up every night by itself. */
export const oneBackup: Scene = {
  name: 'a backup that is completed',
  backupMs: 8 * MINUTE_MS + 4_000,
  prepare(simulator) {
    const instanceId = findInstanceId(simulator, 'rds');
    for (const [at, lengthMs] of NIGHTS_MS.entries()) {
      const beganAt = START_MS - (at + 1) * DAY_MS;
      simulator.seedBackup({ instanceId, type: 'auto', beganAt, endsAt: beganAt + lengthMs });
    }
    return { service: 'rds', instance_id: instanceId };
  },
};
