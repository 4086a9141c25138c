import { join } from 'node:path';
import type { Simulator } from '../../simulator/index.ts';
import { runAction, type StepResult } from '../runner/run-action.ts';

/** Prints a text; one that only `--full` shows is a `detail`. */
export type Print = (text: string, kind?: 'detail') => void;

/** Something that the demo promises, and whether it was so. */
export type Claim = readonly [what: string, isSo: boolean];

/** One part of the demo: prints what happens and says what came of it. */
export interface Part {
  readonly title: string;
  readonly show: (print: Print) => Promise<readonly Claim[]>;
}

/** The inputs that every step of the demo has: where the simulated clouds are, and the login. */
export function listInputs({ account, endpoints, iamEndpoint }: Simulator) {
  return {
    region: 'eu-de',
    endpoint: Object.entries(endpoints)
      .map(([service, url]) => `${service}=${url}`)
      .join('\n'),
    iam_endpoint: iamEndpoint,
    access_key: account.accessKey,
    secret_key: account.secretKey,
  };
}

/** The id of a service's simulated instance, counted from 0. */
export function findInstanceId({ instances }: Simulator, service: string, at = 0): string {
  const instance = instances.filter((candidate) => candidate.service === service)[at];
  if (instance === undefined) throw new Error(`the simulator has no such instance of ${service}`);
  return instance.id;
}

export const countRequests = ({ requests }: Simulator, operation: string): number =>
  requests.filter((request) => request.operation === operation).length;

const root = join(import.meta.dirname, '..', '..');

/** A summary as a terminal can show it: its marks stay, and what a browser makes of the rest is gone. */
const toPlainText = (markdown: string): string =>
  markdown
    .replaceAll(/<\/?\w+[^>]*>/g, '')
    .replaceAll(/&#(?<code>\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Runs a committed bundle as the runner does, that of the action in this folder, and prints what a user of GitHub would see. */
export async function showStep(
  print: Print,
  title: string,
  inputs: Readonly<Record<string, string>>,
  folder = '',
): Promise<StepResult> {
  const step = await runAction({ actionDir: join(root, folder), inputs });
  print(`\n■ ${title}: exit code ${step.exitCode}`);
  for (const line of step.lines) print(`    ${line}`);
  print('  Outputs', 'detail');
  for (const [name, value] of Object.entries(step.outputs)) {
    print(`    ${name}=${value}`, 'detail');
  }
  print('  Job summary', 'detail');
  for (const line of toPlainText(step.summary).trimEnd().split('\n')) {
    print(`    ${line}`, 'detail');
  }
  return step;
}
