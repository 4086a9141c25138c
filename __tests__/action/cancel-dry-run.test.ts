import { expect, test } from '@jest/globals';
import { operationsOf, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('a cancelled dry run is red and has created nothing', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ name: 'timeout-before', operation: 'instances' });
    const step = await runStep(simulator, 'rds', {
      inputs: { dry_run: 'true' },
      cancelAt: { moment: 'request', operation: 'instances' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.neededForce).toBe(false);
    expect(operationsOf(step)).not.toContain('create');
    expect(step.outputs).toEqual({});
  });
});
