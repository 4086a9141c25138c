import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, promisify } from 'node:util';
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import type { BackupClientOptions, Clock } from '../../src/index.ts';
import { listBlocks, readText, root } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { sharedClock } from '../support/virtual-clock.ts';
import { virtualNetwork } from '../support/virtual-network.ts';

declare global {
  /** What the examples of this process give their clients on top. */
  var exampleOptions: Partial<BackupClientOptions> | undefined;
}

const runFile = promisify(execFile);
const library = join(root, 'src', 'index.ts');
const simulatorEntry = join(root, 'simulator', 'index.ts');
const urlOf = (file: string) => JSON.stringify(pathToFileURL(file).href);

/** The programs of the README and of the docs, by the heading that each is under. */
export const examples: ReadonlyMap<string, string> = new Map(
  ['README.md', 'docs/library.md', 'docs/live-smoke.md'].flatMap((page) =>
    readText(page)
      .split(page === 'README.md' ? /^### /m : /^## /m)
      .flatMap((section): [string, string][] =>
        listBlocks(section, 'ts').map((block) => [section.split('\n')[0] ?? '', block]),
      ),
  ),
);

/** Stands in for the package: the examples run as printed; addresses, and here the time, are ours. */
const standIn = `
import { BackupClient as Client, RestoreClient as Restorer } from ${urlOf(library)};
export * from ${urlOf(library)};
export class RestoreClient extends Restorer {
  constructor(options) {
    super({ ...(globalThis.exampleOptions ?? JSON.parse(process.env.ADDRESSES)), ...options });
  }
}
export class BackupClient extends Client {
  constructor(options) {
    super({ ...(globalThis.exampleOptions ?? JSON.parse(process.env.ADDRESSES)), ...options });
  }
}`;

const packageFile = {
  name: 'cloud-db-backup',
  type: 'module',
  exports: { '.': './index.js', './simulator': './simulator.js' },
};

const addressesOf = ({ endpoints, iamEndpoint, stsEndpoint }: Simulator) => ({
  ...{ endpoints, iamEndpoint, stsEndpoint },
});

type Variables = Readonly<Record<string, string>>;

/** A simulated cloud for an example, whose time passes only while the example sleeps. */
export interface ExampleCloud {
  readonly simulator: Simulator;
  readonly clock: Clock;
  /** What an example prints, run in this process. */
  run(title: string, variables?: Variables): Promise<string>;
}

/** A folder with every example as a file of a project of its own; to be removed in the end. */
export function writeExamples() {
  const folder = mkdtempSync(join(tmpdir(), 'library-examples-'));
  const modules = join(folder, 'node_modules');
  const own = join(modules, packageFile.name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(own, 'package.json'), JSON.stringify(packageFile));
  writeFileSync(join(own, 'index.js'), standIn);
  writeFileSync(join(own, 'simulator.js'), `export * from ${urlOf(simulatorEntry)};`);
  symlinkSync(join(root, 'node_modules', 'undici'), join(modules, 'undici'), 'junction');
  let count = 0;
  const write = (title: string) => {
    count += 1;
    const file = join(folder, `example-${count}.ts`);
    writeFileSync(file, examples.get(title) ?? '');
    return file;
  };
  for (const title of examples.keys()) write(title);

  /** A module of its own for each run, loaded to its end. */
  async function runHere(title: string, variables: Variables): Promise<string> {
    const { log } = console;
    const env = { ...process.env };
    const lines: string[] = [];
    console.log = (...said: readonly unknown[]) => void lines.push(`${format(...said)}\n`);
    Object.assign(process.env, variables);
    try {
      await import(write(title));
    } finally {
      console.log = log;
      for (const name of Object.keys(variables)) delete process.env[name];
      Object.assign(process.env, env);
    }
    return lines.join('');
  }

  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),

    /** Starts a cloud in which examples run in this process. */
    async withCloud(
      use: (cloud: ExampleCloud) => Promise<void>,
      options: SimulatorOptions = { backupMs: 60_000 },
    ): Promise<void> {
      let isBusy = () => false;
      const clock = sharedClock(() => isBusy());
      await withSimulator({ now: clock.epochMs, ...options }, async (simulator) => {
        const { dispatcher, ...network } = virtualNetwork(simulator, clock);
        isBusy = network.isBusy;
        globalThis.exampleOptions = { ...addressesOf(simulator), clock, dispatcher };
        const variables = { OTC_TOKEN: simulator.account.token };
        const run: ExampleCloud['run'] = (title, more) =>
          clock.play(runHere(title, { ...variables, ...more }));
        try {
          await use({ simulator, clock, run });
        } finally {
          globalThis.exampleOptions = undefined;
          await network.close();
        }
      });
    },

    /** What an example prints, as a process of its own. */
    async start(title: string, simulator: Simulator): Promise<string> {
      const env = {
        ...process.env,
        OTC_TOKEN: simulator.account.token,
        ADDRESSES: JSON.stringify(addressesOf(simulator)),
      };
      return (await runFile(process.execPath, [write(title)], { env })).stdout;
    },

    /** What an example prints that takes its addresses from the variables that the simulator names. */
    async startAsItStands(title: string, { account, endpoints, iamEndpoint }: Simulator) {
      const env = {
        ...{ ...process.env, ADDRESSES: '{}', OTC_TOKEN: account.token },
        ...{ IAM_ENDPOINT: iamEndpoint, ENDPOINTS: JSON.stringify(endpoints) },
      };
      return (await runFile(process.execPath, [write(title)], { env })).stdout;
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
        include: ['*.ts'],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const checked = runFile(process.execPath, [tsc, '-p', folder]);
      return (await checked.catch(({ stdout }: { stdout: string }) => ({ stdout }))).stdout;
    },
  };
}
