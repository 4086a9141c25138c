import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runAction } from '../../scripts/runner/run-action.ts';
import { readActionFile } from '../../scripts/runner/step-environment.ts';
import { root } from '../support/repository.ts';
import { PASSWORD, SOURCE_ID } from '../support/restore-cloud.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const actionDir = join(root, 'restore');
const AN_HOUR_MS = 3_600_000;

test('outside of a runner the restore’s bundle prints nothing but one sentence', () => {
  const { main } = readActionFile(actionDir).runs;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(actionDir, main)], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], INPUT_PASSWORD: PASSWORD, OS_PASSWORD: 'a-password' },
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /^This action restores a backup as a step of a GitHub Actions workflow, [^\n]+\n$/,
  );
  expect(stderr).not.toContain(PASSWORD);
});

test('a cancelled restore ends at once, red, with the id of what costs in its outputs and its last line', () =>
  withSimulator({ restoreMs: AN_HOUR_MS }, async (simulator) => {
    const { account, endpoints } = simulator;
    simulator.seedBackup({ instanceId: SOURCE_ID, type: 'manual' });
    let cancel = () => {};
    let polls = 0;
    simulator.onResponse(({ operation }) => {
      polls += operation === 'instances' && simulator.restored.length > 0 ? 1 : 0;
      if (polls === 2) cancel();
    });
    const step = await runAction({
      actionDir,
      inputs: {
        ...{ instance_id: SOURCE_ID, newest: 'true', password: PASSWORD, token: account.token },
        ...{ region: account.projectName, project_id: account.projectId },
        endpoint: endpoints['rds'] ?? '',
      },
      onStart: (started) => {
        cancel = () => started.cancel();
      },
    });
    const [made] = simulator.restored;
    expect([step.exitCode, step.neededForce]).toEqual([1, false]);
    expect(step.outputs).toMatchObject({ instance_id: made?.id, created: 'true' });
    expect(step.masks).toContain(PASSWORD);
    const [last] = step.annotations.filter(({ level }) => level === 'error');
    expect(last?.text).toContain(`Cancelled. Instance ${made?.id}`);
    expect(step.summary.match(/^### /gm)).toHaveLength(1);
  }));
