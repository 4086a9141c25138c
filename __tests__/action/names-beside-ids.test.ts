import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  operationsOf,
  readEntries,
  type StepCloud,
  withStepCloud,
} from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const HOUR_MS = 3_600_000;

/** Two instances, of which the first is busy for an hour. */
function keepBusy({ simulator, clock }: StepCloud): readonly [busy: string, free: string] {
  const [busy, free] = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
  if (busy === undefined || free === undefined) throw new Error('two instances are needed');
  simulator.setInstance(busy, { busyUntil: clock.epochMs() + HOUR_MS });
  return [busy, free];
}

test('where no list of instances is read, none is read for the name', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const step = await cloud.run('rds', { inputs: { wait: 'false' } });
    expect(readEntries(step)).toMatchObject([{ instance_name: null }]);
    expect(operationsOf(step)).not.toContain('instances');
  });
});

test('of several, the one that was busy has its name, from the look at its state', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const [busy, free] = keepBusy(cloud);
    cloud.simulator.onResponse(({ operation }) => {
      if (operation === 'instances') cloud.simulator.setInstance(busy, { busyUntil: 0 });
    });
    const step = await cloud.run('taurusdb', { inputs: { instance_id: `${busy},${free}` } });
    expect(readEntries(step)).toMatchObject([{ instance_name: 'orders' }, { instance_name: null }]);
    expectTranscript('names-beside-ids/one-was-busy', cloud, step);
  });
});

test('the error about an instance that stays busy has its name, alone and of several', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const [busy, free] = keepBusy(cloud);
    const inputs = { instance_id: busy, busy_timeout: '2s' };
    const alone = await cloud.run('taurusdb', { inputs });
    const several = await cloud.run('taurusdb', {
      inputs: { ...inputs, instance_id: `${busy},${free}` },
    });
    expect([alone.exitCode, several.exitCode]).toEqual([1, 1]);
    expectTranscript('names-beside-ids/stays-busy', cloud, alone, several);
  });
});
