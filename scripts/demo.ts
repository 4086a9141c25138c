import { join } from 'node:path';
import { serviceIds } from '../src/services/index.ts';
import { startSimulator } from '../src/simulator/index.ts';
import { runAction, type StepResult } from './runner/run-action.ts';

const root = join(import.meta.dirname, '..');
const print = (text = '') => process.stdout.write(`${text}\n`);

function printSection(title: string, lines: readonly string[]): void {
  print(`  ${title}`);
  for (const line of lines) print(`    ${line}`);
}

function printStep(service: string, step: StepResult): void {
  print(`\n■ ${service}: exit code ${step.exitCode}`);
  printSection('Log', step.lines);
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name}=${value}`);
  printSection('Outputs', outputs);
  printSection('Job summary', step.summary.trimEnd().split('\n'));
}

/** Backs up one simulated database of every service with the committed bundle. */
async function runDemo(): Promise<boolean> {
  const simulator = await startSimulator({ backupMs: 3_000 });
  try {
    const { account, endpoints, iamEndpoint, instances } = simulator;
    print('The clouds are simulated on this machine; the bundle in dist/ is the real one.');
    const results: boolean[] = [];
    for (const service of serviceIds) {
      const instance = instances.find((candidate) => candidate.service === service);
      const step = await runAction({
        actionDir: root,
        inputs: {
          service,
          instance_id: instance?.id ?? '',
          region: 'eu-de',
          endpoint: endpoints[service] ?? '',
          iam_endpoint: iamEndpoint,
          access_key: account.accessKey,
          secret_key: account.secretKey,
        },
      });
      printStep(service, step);
      results.push(step.exitCode === 0 && step.outputs['status'] === 'COMPLETED');
    }
    const completed = results.filter(Boolean).length;
    print(`\n${completed} of ${results.length} services completed a backup.`);
    return completed === results.length;
  } finally {
    await simulator.stop();
  }
}

process.exitCode = (await runDemo()) ? 0 : 1;
