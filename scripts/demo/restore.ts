import { startSimulator } from '../../simulator/index.ts';
import {
  countRequests,
  findInstanceId,
  listInputs,
  type Part,
  showStep,
} from './simulated-step.ts';

/** PostgreSQL, on disks that a restore takes. */
const SOURCE = 2;

/** One new instance of a backup, though the answer to the call that asks for it gets lost. */
export const restore: Part = {
  title: 'A restore to a new instance, whose call is answered by nothing',
  async show(print) {
    const simulator = await startSimulator({ restoreMs: 4_000, backupMs: 60_000 });
    try {
      const instanceId = findInstanceId(simulator, 'rds', SOURCE);
      const backup = simulator.seedBackup({ instanceId, type: 'manual' });
      simulator.inject({ name: 'reset-after', operation: 'restore' });
      const inputs = {
        ...{ ...listInputs(simulator), endpoint: simulator.endpoints['rds'] ?? '' },
        ...{ instance_id: instanceId, newest: 'true', password: 'Ready-4-2nite' },
      };
      const step = await showStep(print, 'restore, of the newest backup of rds', inputs, 'restore');
      const { exitCode, outputs, written } = step;
      const [made, ...others] = simulator.restored;
      const isOfBackup = made?.backupId === backup.id && made.originalId === instanceId;
      const unmasked = written.replaceAll(/^::add-mask::.*$/gm, '');
      return [
        ['the step is green', exitCode === 0],
        ['there is one new instance, ready, of this backup', isOfBackup && others.length === 0],
        ['it was asked for once', countRequests(simulator, 'restore') === 1],
        [
          'its id is in the outputs, as made by this step',
          outputs['instance_id'] === made?.id && outputs['created'] === 'true',
        ],
        ['its password is in no line', !unmasked.includes('Ready-4-2nite')],
        ['nothing was deleted', countRequests(simulator, 'delete-instance') === 0],
      ];
    } finally {
      await simulator.stop();
    }
  },
};
