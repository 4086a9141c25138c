import { expect, test } from '@jest/globals';
import { runStep, withSimulator } from './run-step.ts';

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
