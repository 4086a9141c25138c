import { expect, test } from '@jest/globals';
import { readOnlyEntry, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const errorOf = (step: Awaited<ReturnType<typeof runStep>>) => {
  expect(step.exitCode).toBe(1);
  expect(step.annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
  return step.annotations.find(({ level }) => level === 'error')?.text ?? '';
};

test.concurrent('a failed backup is red, with the cloud’s own reason', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    simulator.inject({ name: 'backup-fails', failReason: 'The disk of the node is full.' });
    const step = await runStep(simulator, 'taurusdb');
    expect(errorOf(step)).toContain('failed: "The disk of the node is full."');
    expect(step.outputs).toMatchObject({ status: 'FAILED', backup_id: simulator.backups[0]?.id });
    expect(step.summary).toContain('No completed database backup');
    expect(step.summary).toContain('disk of the node is full');
  });
});

test.concurrent('a backup that somebody deletes is red', async () => {
  await withSimulator({ backupMs: 60_000 }, async (simulator) => {
    simulator.inject({ name: 'being-deleted' });
    const step = await runStep(simulator, 'rds');
    expect(errorOf(step)).toContain('is being deleted by somebody else');
    expect(step.outputs['status']).toBe('DELETING');
  });
});

test.concurrent('a backup that is still running at the deadline is red, and its id is known', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const step = await runStep(simulator, 'rds-v1', { inputs: { wait_timeout: '15s' } });
    const id = simulator.backups[0]?.id;
    expect(errorOf(step)).toContain(`Backup ${id}`);
    expect(errorOf(step)).toContain('was still BUILDING after');
    expect(step.outputs).toMatchObject({ backup_id: id, status: 'BUILDING' });
  });
});

test.concurrent('a create without a known outcome is red, and says that a backup may exist', async () => {
  await withSimulator({}, async (simulator) => {
    simulator.inject({ name: 'reset-after', operation: 'create' });
    simulator.inject({ name: 'lagging-list', operation: 'list', times: Number.POSITIVE_INFINITY });
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { name: 'before-4711', wait_timeout: '15s' },
    });
    expect(errorOf(step)).toContain('A backup named before-4711 may exist');
    expect(errorOf(step)).toContain('Look in the console');
  });
});

test.concurrent('a refused create is red, with code, text, HTTP status, request id and what to change', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await runStep(simulator, 'rds', {
      inputs: { instance_id: 'ffffffffffffffffffffffffffffffffin01' },
    });
    const text = errorOf(step);
    expect(text).toMatch(
      /RDS refused to create backup gh-\S+ of instance f+in01: DBS\.\d{6} ".+" \(HTTP 404, request id \S+\)\./,
    );
    expect(text).toContain('Check instance_id, region and the project');
    expect(readOnlyEntry(step)).toMatchObject({ backup_id: null, status: 'FAILED' });
    expect(simulator.backups).toHaveLength(0);
  });
});
