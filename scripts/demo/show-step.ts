import { join } from 'node:path';
import { runAction, type StepResult } from '../runner/run-action.ts';
import type { Print } from './part.ts';

const root = join(import.meta.dirname, '..', '..');

function printSection(print: Print, title: string, lines: readonly string[]): void {
  print(`  ${title}`);
  for (const line of lines) print(`    ${line}`);
}

/** Runs the committed bundle as the runner does, and prints what a user of GitHub would see. */
export async function showStep(
  print: Print,
  title: string,
  inputs: Readonly<Record<string, string>>,
): Promise<StepResult> {
  const step = await runAction({ actionDir: root, inputs });
  print(`\n■ ${title}: exit code ${step.exitCode}`);
  printSection(print, 'Log', step.lines);
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name}=${value}`);
  printSection(print, 'Outputs', outputs);
  printSection(print, 'Job summary', step.summary.trimEnd().split('\n'));
  return step;
}
