import { startSimulator } from '../../simulator/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import { type Claim, findInstanceId, listInputs, type Part } from './part.ts';
import { showStep } from './show-step.ts';

/** One backup of every service. */
export const everyService: Part = {
  title: 'One backup of every service',
  async show(print) {
    const simulator = await startSimulator({ backupMs: 3_000 });
    const claims: Claim[] = [];
    try {
      for (const service of serviceIds) {
        const instanceId = findInstanceId(simulator, service);
        const inputs = { ...listInputs(simulator), service, instance_id: instanceId };
        const { exitCode, outputs } = await showStep(print, service, inputs);
        const made = simulator.backups.filter((backup) => backup.instanceId === instanceId);
        const isOne = made.length === 1 && made[0]?.id === outputs['backup_id'];
        const isCompleted = made[0]?.state === 'COMPLETED' && outputs['status'] === 'COMPLETED';
        claims.push([
          `${service} is green and has exactly one completed backup`,
          exitCode === 0 && isOne && isCompleted,
        ]);
      }
    } finally {
      await simulator.stop();
    }
    return claims;
  },
};
