import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ENDINGS, runCommand } from '../support/command-process.ts';
import { listBlocks, readText } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { findNode22, type Installed } from './install-project.ts';
import { runNpm } from './run-npm.ts';

const runFile = promisify(execFile);

/** The README's example as printed: only the addresses are ours. */
const [example = ''] = listBlocks(readText('README.md'), 'ts');

const onLoopback = `
import { BackupClient as Client } from 'cloud-db-backup';
const addresses = JSON.parse(process.env.ADDRESSES);
export class BackupClient extends Client {
  constructor(options) {
    super({ ...options, ...addresses });
  }
}`;

const runner = `
import { registerHooks } from 'node:module';
import { startSimulator } from 'cloud-db-backup/simulator';
const own = new URL('on-loopback.mjs', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) =>
    next(name === 'cloud-db-backup' && context.parentURL !== own ? own : name, context),
});
const simulator = await startSimulator({ backupMs: 100 });
const { endpoints, iamEndpoint, account } = simulator;
process.env.OTC_TOKEN = account.token;
process.env.ADDRESSES = JSON.stringify({ endpoints, iamEndpoint });
await import('./example.mts');
console.log(process.versions.node, simulator.backups.map(({ name, state }) => name + ' ' + state).join());
await simulator.stop();`;

const required = `
const { BackupClient, InputError, serviceIds } = require('cloud-db-backup');
const { startSimulator } = require('cloud-db-backup/simulator');
try {
  new BackupClient({ region: 'Not a region', credentials: { kind: 'token', token: 'x' } });
} catch (error) {
  console.log(error instanceof InputError, serviceIds.length > 5, typeof startSimulator);
}`;

/** The package in a project of a user’s, on both majors of Node. */
export function testInstalled(findInstalled: () => Installed): void {
  let project = '';

  beforeAll(() => {
    project = findInstalled().project;
    for (const [name, text] of [
      ['example.mts', example],
      ['on-loopback.mjs', onLoopback],
      ['run.mjs', runner],
      ['required.cjs', required],
    ] as const) {
      writeFileSync(join(project, name), text);
    }
  });

  test('a user’s project gets the library and undici, and nothing of the action’s', () => {
    const types = new Set(['@types', 'undici-types']);
    const installed = readdirSync(join(project, 'node_modules')).filter(
      (name) => !name.startsWith('.') && !types.has(name),
    );
    expect(installed.sort()).toEqual(['cloud-db-backup', 'undici']);
  });

  describe.each([
    ['24', () => process.execPath],
    ['22', findNode22],
  ] as const)('on Node %s', (major, findNode) => {
    const run = async (name: string) =>
      (await runFile(findNode(), [name], { cwd: project })).stdout;

    test('the README’s example backs up a database of the simulator in the package', async () => {
      const [done = '', told = ''] = (await run('run.mjs')).split('\n');
      expect(done).toMatch(/^\w+br03 COMPLETED \d/);
      expect(told).toMatch(new RegExp(`^${major}\\.[\\d.]+ before-release-42 COMPLETED$`));
    });

    test('a CommonJS script requires both entries', async () => {
      expect(await run('required.cjs')).toBe('true true function\n');
    });

    test('the command makes a backup of a simulated database, and its exit code says what came of it', async () => {
      const script = join(project, 'node_modules/cloud-db-backup/lib/cloud-db-backup.mjs');
      const ended: (readonly [code: number | null, backups: number])[] = [];
      for (const { args, faults, backupMs } of ENDINGS) {
        await withSimulator({ backupMs }, async (simulator) => {
          for (const fault of faults) simulator.inject(fault);
          const { code } = await runCommand(simulator, args, { script, node: findNode() });
          ended.push([code, simulator.backups.length]);
        });
      }
      expect(ended).toEqual([
        [0, 1],
        [1, 0],
        [2, 0],
        [3, 1],
        [4, 1],
      ]);
    });

    test('the command of the simulator tells its options', async () => {
      const cli = join(project, 'node_modules/cloud-db-backup/lib/simulator/cli.js');
      expect(await runFile(findNode(), [cli, '--help'])).toMatchObject({
        stdout: expect.stringContaining('Usage: cloud-db-backup-simulator'),
      });
    });
  });

  test('npx finds the simulator’s command', async () => {
    const told = await runNpm(
      project,
      'exec',
      '--offline',
      '--',
      'cloud-db-backup-simulator',
      '--help',
    );
    expect(told).toContain('Usage: cloud-db-backup-simulator');
  });

  test('npx finds the command, and its help has every subcommand', async () => {
    const told = await runNpm(project, 'exec', '--offline', '--', 'cloud-db-backup', '--help');
    for (const name of ['create', 'check', 'list', 'restore']) expect(told).toMatch(`\n  ${name} `);
  });

  test('what is no entry can’t be imported', async () => {
    const inner = "import('cloud-db-backup/lib/index.js').catch(({ code }) => console.log(code))";
    const { stdout } = await runFile(process.execPath, ['-e', inner], { cwd: project });
    expect(stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });
}
