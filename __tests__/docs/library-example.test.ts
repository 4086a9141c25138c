import { afterAll, expect, test } from '@jest/globals';
import { withSimulator } from '../support/simulated-cloud.ts';
import { examples, writeExamples } from './library-examples.ts';

const { check, startAsItStands, withCloud, remove } = writeExamples();

afterAll(remove);

test('the library’s page shows the further methods', () => {
  const all = [...examples.values()].join('\n');
  for (const method of ['createBackups', 'findInstance', 'preflight', 'pruneBackups']) {
    expect(all).toContain(`client.${method}(`);
  }
});

test('all examples type-check against the library', async () => {
  expect(await check()).toBe('');
});

test('the README’s example backs up a simulated database, as a program of its own', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const stdout = await startAsItStands('The library', simulator);
    const [backup] = simulator.backups;
    expect(stdout).toMatch(new RegExp(`^${backup?.id} COMPLETED \\d+(\\.\\d+)?\\n$`));
    expect(backup?.name).toBe('before-release-42');
  });
});

test('the example of several databases completes both', async () => {
  await withCloud(async ({ simulator, run }) => {
    const stdout = await run('Several databases');
    expect(stdout.match(/^accepted release-42-\w+ \S+$/gm)).toHaveLength(2);
    expect(stdout.match(/^release-42-\w+ \S+ completed$/gm)).toHaveLength(2);
    expect(simulator.backups.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED']);
  });
});

test('the example of checks finds the instance by its name, and makes no backup', async () => {
  await withCloud(async ({ simulator, run }) => {
    expect(await run('Before a backup')).toMatch(/^\[passed\] Login: [\s\S]*\nready\n$/);
    expect(simulator.everyBackupId).toEqual([]);
  });
});

test('the example of retention deletes what it said it would, and nothing else', async () => {
  await withCloud(async ({ simulator, clock, run }) => {
    const instanceId = simulator.instances.find(({ service }) => service === 'taurusdb')?.id ?? '';
    const hoursAgo = (hours: number) => clock.epochMs() - hours * 3_600_000;
    for (const [name, hours] of [
      ['release-39', 30],
      ['release-40', 20],
      ['mine', 40],
    ] as const) {
      const [beganAt, endsAt] = [hoursAgo(hours), hoursAgo(hours - 1)];
      simulator.seedBackup({ instanceId, type: 'manual', name, beganAt, endsAt });
    }
    expect(await run('Retention')).toBe('1 release-39 0\n');
    expect(simulator.backups.map(({ name }) => name)).toEqual(['release-40', 'mine', 'release-42']);
  });
});

test('the example of the smoke test deletes the backup that it is given, and no other', async () => {
  await withCloud(async ({ simulator, run }) => {
    const instanceId = simulator.instances.find(({ service }) => service === 'rds')?.id ?? '';
    for (const name of ['another', 'smoke']) {
      simulator.seedBackup({ instanceId, type: 'manual', name });
    }
    const BACKUP_ID = simulator.everyBackupId.at(-1) ?? '';
    await run('Delete that one backup', { BACKUP_ID });
    expect(simulator.backups.map(({ name }) => name)).toEqual(['another']);
  });
});
