import { expect, test } from '@jest/globals';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('dry-run, which is no input, makes no backup: the step asks for dry_run, and sends nothing', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { 'dry-run': 'true', 'instance-name': 'shop' };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(step.exitCode).toBe(1);
    expect(step.requests).toEqual([]);
    expect(step.annotations.map(({ text }) => text)).toEqual([
      '2 inputs need a change; nothing was sent.\ndry-run is no input: did you mean dry_run?\ninstance-name is no input: did you mean instance_name?',
    ]);
  });
});

test('a secret under a misspelt name is masked, and the other problems are told as if it were right', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { access_key: '', 'access-key': 'AKPLANTED', wait: 'yes' };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(step.masks).toContain('AKPLANTED');
    expect(step.annotations.map(({ text }) => text)).toEqual([
      '2 inputs need a change; nothing was sent.\naccess-key is no input: did you mean access_key?\nwait: "yes" is not a boolean: write true or false',
    ]);
  });
});

test('a composite action’s own dry-run beside our dry_run is left alone', async () => {
  await withSimulator({}, async (simulator) => {
    const inputs = { 'dry-run': 'true', dry_run: 'true', 'wait-timeout': '' };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(step.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    expect(step.exitCode).toBe(0);
    expect(simulator.backups).toEqual([]);
  });
});
