import { startSimulator } from '../../simulator/index.ts';
import { countRequests, findInstanceId, listInputs, type Part } from './part.ts';
import { showStep } from './show-step.ts';

const PROBLEMS = ['State', 'Engine', 'Name of the backup'];

/** A dry run against an instance with three problems. */
export const dryRun: Part = {
  title: 'A dry run that finds three planted problems, and so has to be red',
  async show(print) {
    const simulator = await startSimulator();
    try {
      // Its third instance is one of MongoDB, which can't be backed up on OTC.
      const instanceId = findInstanceId(simulator, 'geminidb', 2);
      simulator.setInstance(instanceId, { status: 'frozen' });
      const planted = simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
      const { exitCode, lines, outputs } = await showStep(print, 'geminidb, dry', {
        ...listInputs(simulator),
        service: 'geminidb',
        instance_id: instanceId,
        name: 'before-release',
        dry_run: 'true',
      });
      const failed = lines.flatMap((line) => /^ +\[failed\] ([^:]+):/.exec(line)?.[1] ?? []);
      return [
        ['the step is red', exitCode === 1],
        [`it found ${PROBLEMS.join(', ')}`, failed.join() === PROBLEMS.join()],
        ['no create call was sent', countRequests(simulator, 'create') === 0],
        ['no backup was made', simulator.everyBackupId.join() === planted.id],
        ['no output names one', outputs['backup_id'] === undefined],
      ];
    } finally {
      await simulator.stop();
    }
  },
};
