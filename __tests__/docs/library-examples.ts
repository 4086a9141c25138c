import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts';
import { listBlocks, readText, root } from '../support/repository.ts';

const runFile = promisify(execFile);
const library = join(root, 'src', 'index.ts');
const simulatorEntry = join(root, 'simulator', 'index.ts');

/** The programs of the README and of the docs, by the heading that each is under. */
export const examples: ReadonlyMap<string, string> = new Map(
  ['README.md', 'docs/library.md', 'docs/live-smoke.md'].flatMap((page) =>
    readText(page)
      .split(/^## /m)
      .flatMap((section): [string, string][] =>
        listBlocks(section, 'ts').map((block) => [section.split('\n')[0] ?? '', block]),
      ),
  ),
);

const fileOf = (title: string) => `${title.toLowerCase().replaceAll(/\W+/g, '-')}.mts`;

/** Stands in for the package: the examples run as printed, and only the addresses are ours. */
const packageOnLoopback = `
import { BackupClient as Client } from ${JSON.stringify(pathToFileURL(library).href)};
export * from ${JSON.stringify(pathToFileURL(library).href)};
const addresses = JSON.parse(process.env.ADDRESSES);
export class BackupClient extends Client {
  constructor(options) {
    super({ ...addresses, ...options });
  }
}`;

const hooks = `
import { registerHooks } from 'node:module';
const places = {
  'cloud-db-backup': new URL('package.mjs', import.meta.url).href,
  'cloud-db-backup/simulator': ${JSON.stringify(pathToFileURL(simulatorEntry).href)},
};
const parentURL = ${JSON.stringify(pathToFileURL(library).href)};
registerHooks({
  resolve: (name, context, next) =>
    name === 'undici' ? next(name, { ...context, parentURL }) : next(places[name] ?? name, context),
});`;

/** A folder with every example as a file; to be removed in the end. */
export function writeExamples() {
  const folder = mkdtempSync(join(tmpdir(), 'library-examples-'));
  for (const [title, text] of examples) writeFileSync(join(folder, fileOf(title)), text);
  writeFileSync(join(folder, 'package.mjs'), packageOnLoopback);
  writeFileSync(join(folder, 'hooks.mjs'), hooks);

  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),

    /** What an example prints, against this simulator. */
    async run(
      title: string,
      simulator: Simulator,
      variables: Readonly<Record<string, string>> = {},
    ) {
      const { endpoints, iamEndpoint, stsEndpoint, account } = simulator;
      const env = {
        ...process.env,
        OTC_TOKEN: account.token,
        ADDRESSES: JSON.stringify({ endpoints, iamEndpoint, stsEndpoint }),
        ...variables,
      };
      const preload = pathToFileURL(join(folder, 'hooks.mjs')).href;
      const args = ['--import', preload, join(folder, fileOf(title))];
      return (await runFile(process.execPath, args, { env })).stdout;
    },

    /** What the compiler says of all examples. */
    async check() {
      const config = {
        extends: join(root, 'tsconfig.json'),
        compilerOptions: {
          paths: {
            'cloud-db-backup': [library],
            'cloud-db-backup/simulator': [simulatorEntry],
            undici: [join(root, 'node_modules', 'undici', 'index.d.ts')],
          },
          typeRoots: [join(root, 'node_modules', '@types')],
        },
        include: ['*.mts'],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const checked = runFile(process.execPath, [tsc, '-p', folder]);
      return (await checked.catch(({ stdout }: { stdout: string }) => ({ stdout }))).stdout;
    },
  };
}

export async function withSimulator(
  use: (simulator: Simulator) => Promise<void>,
  options: SimulatorOptions = { backupMs: 100 },
): Promise<void> {
  const simulator = await startSimulator(options);
  await use(simulator).finally(simulator.stop);
}
