import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { runAction, type StepResult } from '../runner/run-action.ts';

export const START_MS = Date.UTC(2026, 10, 21, 12);

export const root = join(import.meta.dirname, '..', '..');
const preload = pathToFileURL(join(import.meta.dirname, 'virtual-time.ts')).href;

export interface VirtualCloud {
  readonly simulator: Simulator;
  /** Runs the committed bundle as the runner does; cloud and step share the time. */
  run(inputs: Readonly<Record<string, string>>): Promise<StepResult>;
}

/** A simulated cloud whose time begins at `START_MS` and passes only while the step sleeps. */
export async function withVirtualCloud<Result>(
  backupMs: number,
  use: (cloud: VirtualCloud) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-time-'));
  const file = join(folder, 'now');
  writeFileSync(file, String(START_MS));
  const simulator = await startSimulator({
    backupMs,
    now: () => Number(readFileSync(file, 'utf8')),
  });
  const env = { NODE_OPTIONS: `--import=${preload}`, VIRTUAL_TIME_FILE: file };
  try {
    return await use({
      simulator,
      run: (inputs) => runAction({ actionDir: root, inputs, env }),
    });
  } finally {
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
