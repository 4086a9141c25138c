import { expect, test } from '@jest/globals';
import { serviceIds } from '../../src/services/index.ts';
import { instanceIdAt, NOWHERE, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };

test.each(serviceIds)('a name alone finds the one instance of %s that has it', async (service) => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    // Of RDS there is a "shop-replica" too, which a list that filters by a part of the name answers.
    const { id, name } = cloud.simulator.instances.find((it) => it.service === service) ?? {};
    const inputs = { instance_id: '', instance_name: name ?? '' };
    const step = await cloud.run(service, { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.outputs['instance_id']).toBe(id);
    expect(cloud.simulator.backups.map(({ instanceId }) => instanceId)).toEqual([id]);
  });
});

test.each(['shop-2', 'sho', 'Shop'])(
  'the name %s, which no instance has as it is written, is red, and nothing is created',
  async (instance_name) => {
    await withStepCloud({}, async (cloud) => {
      const step = await cloud.run('rds', { inputs: { instance_id: '', instance_name } });
      expect(cloud.simulator.everyBackupId).toEqual([]);
      expectTranscript(`instance-name/nothing-is-named-${instance_name}`, cloud, step);
    });
  },
);

test('a name that several instances have is red, and lists them', async () => {
  await withStepCloud({}, async (cloud) => {
    cloud.simulator.setInstance(instanceIdAt(cloud.simulator, 'rds', 2), { name: 'shop' });
    const step = await cloud.run('rds', { inputs: { instance_id: '', instance_name: 'shop' } });
    expect(cloud.simulator.everyBackupId).toEqual([]);
    expectTranscript('instance-name/two-are-named-alike', cloud, step);
  });
});

test('beside the id, the right name lets the step go on, and stands beside the id', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const step = await cloud.run('rds', { inputs: { instance_name: 'shop', wait: 'false' } });
    expect(step.exitCode).toBe(0);
    expectTranscript('instance-name/right-beside-the-id', cloud, step);
  });
});

test.each(['staging', 'Shop', 'sho', 'shop-replica'])(
  'beside the id, the name %s stops the step before anything is created',
  async (instance_name) => {
    await withStepCloud({}, async (cloud) => {
      const step = await cloud.run('rds', { inputs: { instance_name } });
      expect(step.exitCode).toBe(1);
      expect(cloud.simulator.everyBackupId).toEqual([]);
      const id = instanceIdAt(cloud.simulator, 'rds');
      expect(step.annotations[0]?.text).toContain(
        `Instance ${id} is named shop, not ${instance_name}.`,
      );
      if (instance_name === 'staging') expectTranscript('instance-name/guard', cloud, step);
    });
  },
);

test('beside an id that is not there, the step is red before anything is created', async () => {
  await withStepCloud({}, async (cloud) => {
    const inputs = { instance_id: NOWHERE, instance_name: 'orders' };
    const step = await cloud.run('taurusdb', { inputs });
    expect(cloud.simulator.everyBackupId).toEqual([]);
    expectTranscript('instance-name/beside-an-unknown-id', cloud, step);
  });
});

test('where the instances can’t be listed, the guard does not let the step go on', async () => {
  await withStepCloud({}, async (cloud) => {
    cloud.simulator.inject({ operation: 'instances', name: 'forbidden', ...ALWAYS });
    const step = await cloud.run('rds', { inputs: { instance_name: 'shop' } });
    expect(cloud.simulator.everyBackupId).toEqual([]);
    expectTranscript('instance-name/list-refused', cloud, step);
  });
});
