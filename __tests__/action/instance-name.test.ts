import { expect, test } from '@jest/globals';
import { instanceIdAt, NOWHERE, operationsOf, runStep, type Step } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

function errorOf(step: Step): string {
  expect(step.exitCode).toBe(1);
  expect(operationsOf(step)).not.toContain('create');
  const errors = step.annotations.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(1);
  return errors[0]?.text ?? '';
}

test('a name alone finds the one instance of exactly this name', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    // There is a "shop-replica" too, which a list that filters by a part of the name answers.
    const id = instanceIdAt(simulator, 'rds', 0);
    const inputs = { instance_id: '', instance_name: 'shop' };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(step.exitCode).toBe(0);
    expect(simulator.backups.map(({ instanceId }) => instanceId)).toEqual([id]);
    expect(step.outputs).toMatchObject({ status: 'COMPLETED', instance_id: id });
    expect(step.lines).toContain(`Instance shop is ${id}.`);
  });
});

test.each(['dds', 'gaussdb', 'geminidb', 'rds', 'rds-v1', 'taurusdb'])(
  'a name alone finds an instance of %s',
  async (service) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const { id, name } = simulator.instances.find((it) => it.service === service) ?? {};
      const inputs = { instance_id: '', instance_name: name ?? '' };
      const step = await runStep(simulator, service, { inputs });
      expect(step.exitCode).toBe(0);
      expect(simulator.backups.map(({ instanceId }) => instanceId)).toEqual([id]);
    });
  },
);

test('a name that no instance has is red, and nothing is created', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { instance_id: '', instance_name: 'shop-2' };
    const text = errorOf(await runStep(simulator, 'rds', { inputs }));
    expect(text).toContain('RDS lists no instance named shop-2 in this project.');
    expect(text).toContain('Check the instance, service, region and project.');
  });
});

test('a name is not found by a part of it, nor in other letters', async () => {
  await withSimulator({}, async (simulator) => {
    for (const instance_name of ['sho', 'Shop']) {
      const inputs = { instance_id: '', instance_name };
      const text = errorOf(await runStep(simulator, 'rds', { inputs }));
      expect(text).toContain(`RDS lists no instance named ${instance_name} in this project.`);
    }
  });
});

test('a name that several instances have is red, and lists them', async () => {
  await withSimulator({}, async (simulator) => {
    const [first = '', second = ''] = [0, 2].map((at) => instanceIdAt(simulator, 'rds', at));
    simulator.setInstance(second, { name: 'shop' });
    const inputs = { instance_id: '', instance_name: 'shop' };
    const text = errorOf(await runStep(simulator, 'rds', { inputs }));
    expect(text).toContain('RDS lists 2 instances named shop in this project: ');
    for (const id of [first, second]) expect(text).toContain(`${id} (shop)`);
    expect(text).toContain('give the id of the one that you mean');
  });
});

test('beside the id, the right name lets the step go on', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const id = instanceIdAt(simulator, 'rds', 0);
    const step = await runStep(simulator, 'rds', { inputs: { instance_name: 'shop' } });
    expect(step.exitCode).toBe(0);
    expect(step.lines).toContain(`Instance ${id} is named shop, as it has to be.`);
    expect(simulator.backups.map(({ instanceId }) => instanceId)).toEqual([id]);
  });
});

test.each(['staging', 'Shop', 'sho', 'shop-replica'])(
  'beside the id, the name %s stops the step before anything is created',
  async (instance_name) => {
    await withSimulator({}, async (simulator) => {
      const id = instanceIdAt(simulator, 'rds', 0);
      const step = await runStep(simulator, 'rds', { inputs: { instance_name } });
      const text = errorOf(step);
      expect(text).toContain(`Instance ${id} is named shop, not ${instance_name}.`);
      expect(text).toContain('The id and the name must belong together');
      expect(simulator.backups).toEqual([]);
      expect(step.summary).toContain('No completed database backup');
    });
  },
);

test('beside an id that is not there, the step is red before anything is created', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { instance_id: NOWHERE, instance_name: 'orders' };
    const text = errorOf(await runStep(simulator, 'taurusdb', { inputs }));
    expect(text).toContain(`TaurusDB lists no instance ${NOWHERE} in this project.`);
  });
});

test('where the instances can’t be listed, the guard does not let the step go on', async () => {
  await withSimulator({}, async (simulator) => {
    const times = Number.POSITIVE_INFINITY;
    simulator.inject({ operation: 'instances', name: 'forbidden', times });
    errorOf(await runStep(simulator, 'rds', { inputs: { instance_name: 'shop' } }));
  });
});
