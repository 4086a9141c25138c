import { expect, test } from '@jest/globals';
import { instanceIdAt, NOWHERE, operationsOf, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const AN_HOUR = { backupMs: 3_600_000 };

test('with wait: false the step ends when the backup is accepted, and says that this is no restore point', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const project_id = cloud.simulator.account.projectId;
    const inputs = { wait: 'false', project_id, name: 'before-4711' };
    const step = await cloud.run('geminidb', { inputs });
    expect(step.exitCode).toBe(0);
    expectTranscript('wait-false/with-a-name', cloud, step);
  });
});

test('with the default name nothing is asked before the create, and nothing after it', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const project_id = cloud.simulator.account.projectId;
    const step = await cloud.run('rds', { inputs: { wait: 'false', project_id } });
    expect(operationsOf(step)).toEqual(['create']);
    expectTranscript('wait-false/default-name', cloud, step);
  });
});

test.each([
  ['failed', { name: 'backup-fails', failReason: 'no space' }],
  ['deleted', { name: 'being-deleted' }],
] as const)(
  'a backup that is found %s after a lost answer is no success, though nothing waits for it',
  async (what, fate) => {
    await withStepCloud({ backupMs: 0 }, async (cloud) => {
      cloud.simulator.inject(fate);
      cloud.simulator.inject({ name: 'reset-after', operation: 'create' });
      const step = await cloud.run('rds', { inputs: { wait: 'false' } });
      expect(step.exitCode).toBe(1);
      expect(cloud.simulator.backups).toHaveLength(1);
      expectTranscript(`wait-false/found-${what}`, cloud, step);
    });
  },
);

test('several are green when each is accepted, and none is called a restore point', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const targets = ['rds', 'taurusdb'].map((s) => `${s}:${instanceIdAt(cloud.simulator, s)}`);
    const step = await cloud.runTargets(targets, { inputs: { wait: 'false' } });
    expect(step.exitCode).toBe(0);
    expect(operationsOf(step).toSorted()).toEqual(['create', 'create', 'projects']);
    expectTranscript('wait-false/several', cloud, step);
  });
});

test('several are red when one is not accepted, and none is called completed', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const instance_id = `${instanceIdAt(cloud.simulator, 'taurusdb')},${NOWHERE}`;
    const step = await cloud.run('taurusdb', { inputs: { instance_id, wait: 'false' } });
    expect(step.exitCode).toBe(1);
    expectTranscript('wait-false/several-one-refused', cloud, step);
  });
});
