import { expect, test } from '@jest/globals';
import { startSimulator } from '../../simulator/index.ts';
import { stepWords } from '../../src/action/step-words.ts';
import { serviceIds } from '../../src/services/index.ts';
import { describeError } from '../../src/task/report/errors.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const inputs = { name: 'before-release-42', reuse_existing: 'true' };

test.each(serviceIds)(
  '%s: a second run with reuse_existing takes the first one’s backup',
  async (service) => {
    const clock = virtualClock();
    const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 60_000 });
    try {
      const first = await runInProcess(simulator, clock, { service, inputs });
      expect(first.outputs).toMatchObject({ status: 'COMPLETED', created: 'true' });
      const second = await runInProcess(simulator, clock, { service, inputs });
      expect(second.outputs).toMatchObject({
        status: 'COMPLETED',
        created: 'false',
        backup_id: first.outputs['backup_id'],
      });
      expect(simulator.backups).toHaveLength(1);
    } finally {
      await simulator.stop();
    }
  },
);

test.each(serviceIds)('%s: a failed backup is never taken', async (service) => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 60_000 });
  try {
    simulator.inject({ name: 'backup-fails' });
    await runInProcess(simulator, clock, { service, inputs });
    const second = await runInProcess(simulator, clock, { service, inputs });
    if (second.error === undefined) {
      expect(second.outputs).toMatchObject({ status: 'COMPLETED', created: 'true' });
    } else {
      // Where names are unique the cloud refuses the name of the failed one.
      expect(second.error).toMatchObject({ kind: 'duplicate-name' });
    }
    expect(simulator.backups.filter(({ state }) => state === 'FAILED')).toHaveLength(1);
  } finally {
    await simulator.stop();
  }
});

test('the default name is the same in every attempt of a run, so a re-run finds the backup', async () => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 60_000 });
  try {
    const again = { service: 'taurusdb', inputs: { reuse_existing: 'true' } };
    const first = await runInProcess(simulator, clock, again);
    const second = await runInProcess(simulator, clock, again);
    expect(first.outputs['name']).toMatch(/^gh-web-shop-[0-9a-f]{8}-17600000001-[0-9a-f]{8}$/);
    expect(second.outputs).toMatchObject({ name: first.outputs['name'], created: 'false' });
  } finally {
    await simulator.stop();
  }
});

test.each(['rds', 'geminidb', 'rds-v1'])(
  '%s: without reuse_existing a name that exists is an error that says what to change',
  async (service) => {
    const clock = virtualClock();
    const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: 0 });
    try {
      const named = { service, inputs: { name: 'before-release-42' } };
      await runInProcess(simulator, clock, named);
      const second = await runInProcess(simulator, clock, named);
      expect(second.error).toMatchObject({ kind: 'duplicate-name' });
      expect(describeError(second.error, stepWords).hint).toContain('reuse_existing');
      expect(simulator.backups).toHaveLength(1);
    } finally {
      await simulator.stop();
    }
  },
);
