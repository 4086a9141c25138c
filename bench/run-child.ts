import { spawnSync } from 'node:child_process';
import { side } from './places.ts';

export interface ChildRun {
  /** From the start of the process to its end. */
  readonly ms: number;
  readonly peakKb: number;
  readonly stdout: string;
}

export interface ChildOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeOptions?: readonly string[];
}

/** Only what a process needs to start: a proxy or an option of whoever runs the bench would count. */
const bareEnvironment = () => ({
  PATH: process.env['PATH'],
  SYSTEMROOT: process.env['SYSTEMROOT'],
});

/** Runs a script of Node's to its end; both sides of a comparison start this way. */
export function runChild(script: string, { env, nodeOptions = [] }: ChildOptions): ChildRun {
  const args = ['--require', side('report-memory.cjs'), ...nodeOptions, script];
  const startMs = performance.now();
  const child = spawnSync(process.execPath, args, {
    env: { ...bareEnvironment(), ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ms = performance.now() - startMs;
  if (child.status !== 0) throw new Error(`${script}: ${child.stdout}\n${child.stderr}`);
  return { ms, peakKb: Number(child.output[3]), stdout: child.stdout };
}
