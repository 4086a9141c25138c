import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');

/** The library as the bench has built it, below this folder so that no other build gets in the way. */
export const libDir = join('bench', 'lib');

/** One side of a comparison: a script of its own. */
export const side = (name: string): string => join(import.meta.dirname, 'sides', name);

export interface ChildRun {
  /** From the start of the process to its end. */
  readonly ms: number;
  /** Of all its threads, user and system. */
  readonly cpuMs: number;
  readonly peakKb: number;
  readonly stdout: string;
}

const usageSchema = v.object({ cpuMs: v.number(), peakKb: v.number() });

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeOptions?: readonly string[];
}

/** Only what a process needs to start: a proxy or an option of whoever runs the bench would count. */
const bareEnvironment = () => ({
  PATH: process.env['PATH'],
  SYSTEMROOT: process.env['SYSTEMROOT'],
});

/** Runs a script of Node's to its end; both sides of a comparison start this way. */
export function runChild(script: string, options: ChildOptions): ChildRun {
  const { args = [], env, nodeOptions = [] } = options;
  const words = ['--require', side('report-usage.cjs'), ...nodeOptions, script, ...args];
  const startMs = performance.now();
  const child = spawnSync(process.execPath, words, {
    env: { ...bareEnvironment(), ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ms = performance.now() - startMs;
  if (child.status !== 0) throw new Error(`${script}: ${child.stdout}\n${child.stderr}`);
  return { ms, ...v.parse(usageSchema, JSON.parse(child.output[3] ?? '')), stdout: child.stdout };
}

/** Starts a server in a process of its own, so that its work is not counted with either side's. */
async function startServer(script: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line');
  const early = ended.then(() => {
    throw new Error(`${script} ended before it served`);
  });
  const [line] = await Promise.race([first, early]);
  early.catch(() => undefined);
  const said: unknown = JSON.parse(String(line));
  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    await ended;
  }
  return { said, stop };
}

const addressSchema = v.object({ url: v.string() });
const tlsSchema = v.object({ url: v.string(), caFile: v.string() });

/** Runs something against the same server over TLS, by a private CA whose file it is told. */
export async function withTlsFront<Result>(
  target: { readonly url: string; readonly folder: string },
  run: (front: v.InferOutput<typeof tlsSchema>) => Promise<Result>,
): Promise<Result> {
  const { said, stop } = await startServer(side('serve-tls.mjs'), [target.url, target.folder]);
  try {
    return await run(v.parse(tlsSchema, said));
  } finally {
    await stop();
  }
}

/** Runs something against a server that answers every create with the same words. */
export async function withAnsweringServer<Result>(
  run: (url: string) => Promise<Result>,
): Promise<Result> {
  const { said, stop } = await startServer(side('answer-creates.mjs'));
  try {
    return await run(v.parse(addressSchema, said).url);
  } finally {
    await stop();
  }
}

const simulatorSchema = v.object({
  endpoints: v.object({ taurusdb: v.string() }),
  account: v.object({ token: v.string(), projectId: v.string() }),
  instances: v.array(v.object({ id: v.string(), service: v.string() })),
});

export interface RunningSimulator {
  readonly url: string;
  readonly token: string;
  readonly projectId: string;
  readonly instanceId: string;
  stop(): Promise<void>;
}

/** The simulated clouds in another process; backups are over at once, so that the next may begin. */
export async function startSimulatorProcess(): Promise<RunningSimulator> {
  const cli = join(root, 'simulator', 'cli.ts');
  const { said, stop } = await startServer(cli, ['--json', '--backup-seconds', '0']);
  const { endpoints, account, instances } = v.parse(simulatorSchema, said);
  const instance = instances.find(({ service }) => service === 'taurusdb');
  if (instance === undefined) throw new Error('the simulator has no instance of taurusdb');
  return { ...account, url: endpoints.taurusdb, instanceId: instance.id, stop };
}
