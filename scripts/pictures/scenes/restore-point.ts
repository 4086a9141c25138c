import { findInstanceId } from '../../demo/part.ts';
import type { Scene } from '../scene.ts';

const SERVICES = ['rds', 'taurusdb', 'dds'] as const;

/** Databases of three services in one step; the backup of one fails. */
export const restorePoint: Scene = {
  name: 'a restore point over three services',
  backupMs: 420_000,
  prepare(simulator) {
    simulator.inject({ service: 'taurusdb', name: 'backup-fails' });
    const targets = SERVICES.map((service) => `${service}:${findInstanceId(simulator, service)}`);
    return { targets: targets.join('\n'), name: 'before-release' };
  },
};
