import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/index.ts';
import { operationsOf, runStep } from '../support/run-step.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ backupMs: 0 });
});

afterAll(() => simulator.stop());

const event = '{"pull_request":';

test('a step that needs nothing of the run never reads the event’s file', async () => {
  const inputs = { name: 'before-release', description: 'by hand' };
  const step = await runStep(simulator, 'taurusdb', { event, inputs });
  expect(operationsOf(step)).toContain('create');
  expect(step.exitCode).toBe(0);
});

test('one that makes a name of the run fails by it, before a backup is made', async () => {
  const step = await runStep(simulator, 'dds', { event });
  expect(step.exitCode).toBe(1);
  expect(step.annotations.map(({ text }) => text).join('\n')).toContain('JSON');
  expect(operationsOf(step)).not.toContain('create');
});
