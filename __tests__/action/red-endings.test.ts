import { expect, test } from '@jest/globals';
import { withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };

test('a failed backup is red, with the cloud’s own reason', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const failReason = 'The disk of the node is full.';
    cloud.simulator.inject({ name: 'backup-fails', failReason });
    const step = await cloud.run('taurusdb');
    expect(step.exitCode).toBe(1);
    expectTranscript('red-endings/failed', cloud, step);
  });
});

test('a backup that is deleted meanwhile is red', async () => {
  await withStepCloud({ backupMs: 60_000 }, async (cloud) => {
    cloud.simulator.inject({ name: 'being-deleted' });
    const step = await cloud.run('rds');
    expect(step.exitCode).toBe(1);
    expectTranscript('red-endings/being-deleted', cloud, step);
  });
});

test('a backup that is still running at the deadline is red, and its id is known', async () => {
  await withStepCloud({ backupMs: 3_600_000 }, async (cloud) => {
    const step = await cloud.run('rds-v1', { inputs: { wait_timeout: '15s' } });
    expect(step.exitCode).toBe(1);
    expect(step.outputs['backup_id']).toBe(cloud.simulator.backups[0]?.id);
    expectTranscript('red-endings/still-running', cloud, step);
  });
});

test('a create without a known outcome is red, and says that a backup may exist', async () => {
  await withStepCloud({}, async (cloud) => {
    cloud.simulator.inject({ name: 'reset-after', operation: 'create' });
    cloud.simulator.inject({ name: 'lagging-list', operation: 'list', ...ALWAYS });
    const inputs = { name: 'before-4711', wait_timeout: '15s' };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.exitCode).toBe(1);
    expect(cloud.simulator.backups).toHaveLength(1);
    expectTranscript('red-endings/may-exist', cloud, step);
  });
});

test('a refused create is red, with code, text, HTTP status, request id and what to change', async () => {
  await withStepCloud({}, async (cloud) => {
    const inputs = { instance_id: `${'f'.repeat(32)}in01` };
    const step = await cloud.run('rds', { inputs });
    expect(step.exitCode).toBe(1);
    expectTranscript('red-endings/refused', cloud, step);
  });
});
