import { expect, test } from '@jest/globals';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('with wait: false the step ends when the backup is accepted, and says that this is no restore point', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const { projectId } = simulator.account;
    const step = await runStep(simulator, 'geminidb', {
      inputs: { wait: 'false', project_id: projectId, iam_endpoint: '', name: 'before-4711' },
    });

    expect(step.exitCode).toBe(0);
    expect(step.requests.map(({ operation }) => operation)).toEqual(['list', 'create']);
    expect(step.outputs).toMatchObject({ status: 'BUILDING', name: 'before-4711', end_time: '' });
    expect(step.summary).toContain('accepted, not completed yet');
    expect(step.lines.join('\n')).toContain('no restore point before it is completed');
  });
});

test('with the default name nothing is asked before the create, and nothing after it', async () => {
  await withSimulator({ backupMs: 3_600_000 }, async (simulator) => {
    const { projectId } = simulator.account;
    const inputs = { wait: 'false', project_id: projectId };
    const step = await runStep(simulator, 'rds', { inputs });
    expect(step.requests.map(({ operation }) => operation)).toEqual(['create']);
  });
});

test.each([
  ['failed', { name: 'backup-fails', failReason: 'no space' }, 'FAILED'],
  ['is being deleted', { name: 'being-deleted' }, 'DELETING'],
] as const)(
  'a backup that is found after a lost answer and %s is no success, though nobody waits for it',
  async (_, fate, status) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      simulator.inject(fate);
      simulator.inject({ name: 'reset-after', operation: 'create' });
      const step = await runStep(simulator, 'rds', { inputs: { wait: 'false' } });
      const [backup] = simulator.backups;
      expect(simulator.backups).toHaveLength(1);
      expect(step.exitCode).toBe(1);
      expect(step.outputs).toMatchObject({ backup_id: backup?.id, status });
      expect(step.annotations.at(-1)?.text).toContain(backup?.id);
      expect(step.summary).toMatch(/^### ❌ /);
    });
  },
);
