import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { listBlocks, readText, root } from './pages.ts';

const runFile = promisify(execFile);
const [first = ''] = listBlocks(readText('README.md'), 'ts');
const examples = [
  first,
  ...listBlocks(readText('docs/library.md'), 'ts'),
  ...listBlocks(readText('docs/live-smoke.md'), 'ts'),
];
const library = join(root, 'src', 'index.ts');

/** Stands in for the package: the examples run as printed, and only the addresses are ours. */
const packageOnLoopback = `
import { BackupClient as Client } from ${JSON.stringify(pathToFileURL(library).href)};
const addresses = JSON.parse(process.env.ADDRESSES);
export class BackupClient extends Client {
  constructor(options) {
    super({ ...options, ...addresses });
  }
}`;

const hooks = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve: (name, context, next) =>
    next(name === 'cloud-db-backup' ? new URL('package.mjs', import.meta.url).href : name, context),
});`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'library-examples-'));
  for (const [at, example] of examples.entries()) {
    writeFileSync(join(folder, `example-${at}.mts`), example);
  }
  writeFileSync(join(folder, 'package.mjs'), packageOnLoopback);
  writeFileSync(join(folder, 'hooks.mjs'), hooks);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an example prints, against the simulator. */
async function run(at: number, simulator: Simulator): Promise<string> {
  const { endpoints, iamEndpoint, account } = simulator;
  const env = {
    ...process.env,
    OTC_TOKEN: account.token,
    ADDRESSES: JSON.stringify({ endpoints, iamEndpoint }),
    BACKUP_ID: simulator.everyBackupId.at(-1),
  };
  const preload = pathToFileURL(join(folder, 'hooks.mjs')).href;
  const args = ['--import', preload, join(folder, `example-${at}.mts`)];
  return (await runFile(process.execPath, args, { env })).stdout;
}

async function withSimulator(use: (simulator: Simulator) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ backupMs: 100 });
  await use(simulator).finally(simulator.stop);
}

test('the README shows the library in ten lines, and its page the further methods', () => {
  expect(first.trimEnd().split('\n')).toHaveLength(10);
  const all = examples.join('\n');
  for (const method of ['createBackups', 'findInstance', 'preflight', 'pruneBackups']) {
    expect(all).toContain(`client.${method}(`);
  }
});

test('all examples type-check against the library', async () => {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      paths: { 'cloud-db-backup': [library] },
      typeRoots: [join(root, 'node_modules', '@types')],
    },
    include: ['example-*.mts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = runFile(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => ({
    stdout,
  }));
  expect((await checked).stdout).toBe('');
}, 30_000);

test('the README’s example backs up a simulated database', async () => {
  await withSimulator(async (simulator) => {
    const stdout = await run(0, simulator);
    const [backup] = simulator.backups;
    expect(stdout).toMatch(new RegExp(`^${backup?.id} COMPLETED \\d+(\\.\\d+)?\\n$`));
    expect(backup?.name).toBe('before-release-42');
  });
}, 30_000);

test('the example of several databases completes both', async () => {
  await withSimulator(async (simulator) => {
    const stdout = await run(1, simulator);
    expect(stdout.match(/^accepted release-42-\w+ \S+$/gm)).toHaveLength(2);
    expect(stdout.match(/^release-42-\w+ \S+ completed$/gm)).toHaveLength(2);
    expect(simulator.backups.map(({ state }) => state)).toEqual(['COMPLETED', 'COMPLETED']);
  });
}, 30_000);

test('the example of checks finds the instance by its name, and makes no backup', async () => {
  await withSimulator(async (simulator) => {
    expect(await run(2, simulator)).toMatch(/^\[passed\] Login: [\s\S]*\nready\n$/);
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
      simulator.plantBackup({ instanceId, type: 'manual', name, beganAt, endsAt });
    }
    expect(await run(3, simulator)).toBe('1 release-39 0\n');
    expect(simulator.backups.map(({ name }) => name)).toEqual(['release-40', 'mine', 'release-42']);
  });
}, 30_000);

test('the example of the smoke test deletes the backup that it is given, and no other', async () => {
  await withSimulator(async (simulator) => {
    const instanceId = simulator.instances.find(({ service }) => service === 'rds')?.id ?? '';
    for (const name of ['another', 'smoke']) {
      simulator.plantBackup({ instanceId, type: 'manual', name });
    }
    await run(4, simulator);
    expect(simulator.backups.map(({ name }) => name)).toEqual(['another']);
  });
}, 30_000);
