import { expect, test } from '@jest/globals';
import { withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

test('dry-run, which is no input, makes no backup: the step asks for dry_run, and sends nothing', async () => {
  await withStepCloud({}, async (cloud) => {
    const inputs = { 'dry-run': 'true', 'instance-name': 'shop' };
    const step = await cloud.run('rds', { inputs });
    expect([step.exitCode, step.requests]).toEqual([1, []]);
    expectTranscript('misspelt-inputs/two', cloud, step);
  });
});

test('a secret under a misspelt name is masked, and the other problems are told as if it were right', async () => {
  await withStepCloud({}, async (cloud) => {
    const inputs = { access_key: '', 'access-key': 'AKPLANTED', wait: 'yes' };
    const step = await cloud.run('rds', { inputs });
    expect(step.masks).toContain('AKPLANTED');
    expect(step.annotations.map(({ text }) => text)).toEqual([
      '2 inputs need a change; nothing was sent.\naccess-key is no input: did you mean access_key?\nwait: "yes" is not a boolean: write true or false',
    ]);
  });
});

test('a composite action’s own dry-run beside our dry_run is left alone', async () => {
  await withStepCloud({}, async (cloud) => {
    const inputs = { 'dry-run': 'true', dry_run: 'true', 'wait-timeout': '' };
    const step = await cloud.run('rds', { inputs });
    expect([step.exitCode, step.annotations]).toEqual([0, []]);
    expect(cloud.simulator.everyBackupId).toEqual([]);
  });
});
