import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSimulator } from '../../src/simulator/index.ts';
import { listBlocks, readText, root } from './pages.ts';

const runFile = promisify(execFile);
const [example = ''] = listBlocks(readText('README.md'), 'ts');
const library = join(root, 'src', 'index.ts');

/** Stands in for the package: the example runs as printed, and only the addresses are ours. */
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
  folder = mkdtempSync(join(tmpdir(), 'readme-example-'));
  writeFileSync(join(folder, 'example.mts'), example);
  writeFileSync(join(folder, 'package.mjs'), packageOnLoopback);
  writeFileSync(join(folder, 'hooks.mjs'), hooks);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the README shows the library in ten lines', () => {
  expect(example.trimEnd().split('\n')).toHaveLength(10);
});

test('they type-check against the library', async () => {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      paths: { 'cloud-db-backup': [library] },
      typeRoots: [join(root, 'node_modules', '@types')],
    },
    include: ['example.mts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = runFile(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => ({
    stdout,
  }));
  expect((await checked).stdout).toBe('');
});

test('they back up a simulated database', async () => {
  const simulator = await startSimulator({ backupMs: 100 });
  try {
    const { endpoints, iamEndpoint, account } = simulator;
    const env = {
      ...process.env,
      OTC_TOKEN: account.token,
      ADDRESSES: JSON.stringify({ endpoints, iamEndpoint }),
    };
    const preload = pathToFileURL(join(folder, 'hooks.mjs')).href;
    const args = ['--import', preload, join(folder, 'example.mts')];
    const { stdout } = await runFile(process.execPath, args, { env });
    const [backup] = simulator.backups;
    expect(stdout).toMatch(new RegExp(`^${backup?.id} COMPLETED \\d+(\\.\\d+)?\\n$`));
    expect(backup?.name).toBe('before-release-42');
  } finally {
    await simulator.stop();
  }
}, 30_000);
