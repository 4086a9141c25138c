import { findInstanceId } from '../../demo/part.ts';
import type { Scene } from '../scene.ts';

/** A dry run against an instance with three problems. */
export const dryRun: Scene = {
  name: 'a dry run with problems',
  backupMs: 0,
  prepare(simulator) {
    const instanceId = findInstanceId(simulator, 'geminidb', 2);
    simulator.setInstance(instanceId, { status: 'frozen' });
    simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
    const order = { service: 'geminidb', instance_id: instanceId, name: 'before-release' };
    return { ...order, dry_run: 'true' };
  },
};
