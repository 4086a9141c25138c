import { expect, test } from '@jest/globals';
import { type Fault, type Simulator, startSimulator } from '../../simulator/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import { type InProcessSetup, runInProcess } from '../support/run-in-process.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { expectThePromise, madeBackups } from './promise.ts';

interface Case extends InProcessSetup {
  readonly faults: readonly Fault[];
  /** How far the cloud's clock is behind the runner's. */
  readonly skewMs?: number;
}

async function play(
  { faults, skewMs = 0, ...setup }: Case,
  check: (simulator: Simulator, error: unknown) => void,
) {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs() - skewMs, backupMs: 60_000 });
  try {
    for (const fault of faults) simulator.inject(fault);
    const { error, outputs } = await runInProcess(simulator, clock, setup);
    const waited = setup.inputs?.['wait'] !== 'false';
    expectThePromise(simulator, { error, backupId: outputs['backup_id'], waited });
    check(simulator, error);
  } finally {
    await simulator.stop();
  }
}

test.each(serviceIds)(
  '%s: a backup that may be ours and can’t be told to be stands in the way of a second create',
  async (service) => {
    const lost: Case = {
      service,
      inputs: { name: 'before-release-42' },
      faults: [{ name: 'reset-after', operation: 'create' }],
      skewMs: 360_000,
    };
    await play(lost, (simulator, error) => {
      expect(madeBackups(simulator)).toHaveLength(1);
      expect(error).toMatchObject({
        name: 'UncertainCreateError',
        candidates: [madeBackups(simulator)[0]?.id],
      });
    });
  },
);

test('a create that is answered as completed is looked at all the same', async () => {
  const body = { backup: { id: 'f00dbr07', status: 'COMPLETED' }, job_id: 'a-job' };
  const lie: Case = {
    service: 'taurusdb',
    faults: [{ name: 'error', operation: 'create', status: 201, body }],
  };
  await play(lie, (_, error) => expect(error).toHaveProperty('name', 'BackupNeverListedError'));
});

test.each(serviceIds)('%s: a failed backup is red without waiting too', async (service) => {
  const failed: Case = {
    service,
    inputs: { wait: 'false' },
    faults: [
      { name: 'backup-fails' },
      { name: 'reset-after', operation: 'create' },
      { name: '503', operation: 'list', times: 40 },
    ],
  };
  await play(failed, (simulator, error) => {
    if (madeBackups(simulator)[0]?.state !== 'FAILED') return;
    expect(error).toHaveProperty('name', 'BackupFailedError');
  });
});

test.each(serviceIds)('%s: an instance that is busy to the end is called busy', async (service) => {
  const clock = virtualClock();
  const simulator = await startSimulator({ now: () => clock.epochMs() });
  try {
    const id = simulator.instances.find((instance) => instance.service === service)?.id ?? '';
    simulator.setInstance(id, { busyUntil: clock.epochMs() + 7_200_000, status: 'BACKING UP' });
    simulator.inject({ name: 'busy', operation: 'create', times: Number.POSITIVE_INFINITY });
    const { error } = await runInProcess(simulator, clock, { service });
    expect(error).toHaveProperty('name', 'InstanceBusyError');
    expect(simulator.backups).toEqual([]);
  } finally {
    await simulator.stop();
  }
});
