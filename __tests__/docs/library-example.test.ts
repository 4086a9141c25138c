import { afterAll, expect, test } from '@jest/globals';
import { examples, withSimulator, writeExamples } from './library-examples.ts';

const { check, run, remove } = writeExamples();

afterAll(remove);

test('the README shows the library in ten lines, and its page the further methods', () => {
  expect(examples.get('The library')?.trimEnd().split('\n')).toHaveLength(10);
  const all = [...examples.values()].join('\n');
  for (const method of ['createBackups', 'findInstance', 'preflight', 'pruneBackups']) {
    expect(all).toContain(`client.${method}(`);
  }
});

test('all examples type-check against the library', async () => {
  expect(await check()).toBe('');
}, 30_000);

test('the README’s example backs up a simulated database', async () => {
  await withSimulator(async (simulator) => {
    const stdout = await run('The library', simulator);
    const [backup] = simulator.backups;
    expect(stdout).toMatch(new RegExp(`^${backup?.id} COMPLETED \\d+(\\.\\d+)?\\n$`));
    expect(backup?.name).toBe('before-release-42');
  });
}, 30_000);

test('the example of several databases completes both', async () => {
  await withSimulator(async (simulator) => {
    const stdout = await run('Several databases', simulator);
    expect(stdout.match(/^accepted release-42-\w+ \S+$/gm)).toHaveLength(2);
    expect(stdout.match(/^release-42-\w+ \S+ completed$/gm)).toHaveLength(2);
    expect(simulator.backups.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED']);
  });
}, 30_000);

test('the example of checks finds the instance by its name, and makes no backup', async () => {
  await withSimulator(async (simulator) => {
    expect(await run('Before a backup', simulator)).toMatch(/^\[passed\] Login: [\s\S]*\nready\n$/);
    expect(simulator.everyBackupId).toEqual([]);
  });
}, 30_000);

test('the example of retention deletes what it said it would, and nothing else', async () => {
  await withSimulator(async (simulator) => {
    const instanceId = simulator.instances.find(({ service }) => service === 'taurusdb')?.id ?? '';
    const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;
    for (const [name, hours] of [
      ['release-39', 30],
      ['release-40', 20],
      ['mine', 40],
    ] as const) {
      const [beganAt, endsAt] = [hoursAgo(hours), hoursAgo(hours - 1)];
      simulator.seedBackup({ instanceId, type: 'manual', name, beganAt, endsAt });
    }
    expect(await run('Retention', simulator)).toBe('1 release-39 0\n');
    expect(simulator.backups.map(({ name }) => name)).toEqual(['release-40', 'mine', 'release-42']);
  });
}, 30_000);

test('the example of the smoke test deletes the backup that it is given, and no other', async () => {
  await withSimulator(async (simulator) => {
    const instanceId = simulator.instances.find(({ service }) => service === 'rds')?.id ?? '';
    for (const name of ['another', 'smoke']) {
      simulator.seedBackup({ instanceId, type: 'manual', name });
    }
    const BACKUP_ID = simulator.everyBackupId.at(-1) ?? '';
    await run('Delete that one backup', simulator, { BACKUP_ID });
    expect(simulator.backups.map(({ name }) => name)).toEqual(['another']);
  });
}, 30_000);
