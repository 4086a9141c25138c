import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { markerOf } from '../../src/action/backup-name.ts';
import { findInstanceId, operationsOf, runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const HOUR_MS = 3_600_000;

/** The workflow as the runner tells of it, without what is missing. */
const known = {
  ...{ serverUrl: 'https://github.com', repository: 'octo-org/web-shop', workflow: 'deploy' },
  ...{ repositoryId: '123456789', workflowPath: '.github/workflows/deploy.yml' },
};

/** A completed backup of a workflow with this marker, of yesterday. */
function plant(simulator: Simulator, marker: string) {
  const beganAt = Date.now() - 24 * HOUR_MS;
  return simulator.seedBackup({
    instanceId: findInstanceId(simulator, 'taurusdb'),
    name: `gh-web-shop-${marker}-17500000000-1-0123abcd-00ff`,
    type: 'manual',
    ...{ beganAt, endsAt: beganAt + 60_000 },
  });
}

test.each([
  ['GITHUB_REPOSITORY_ID', { repositoryId: '' }, 'file'],
  ['GITHUB_WORKFLOW_REF', { workflowPath: '' }, 'name'],
])(
  'on a runner without %s its own older ones go by names, those of other workflows and of the usual form stay, and that is told once',
  async (variable, missing, what) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const own = { ...known, ...missing };
      const goes = plant(simulator, markerOf(own));
      const stay = [
        known,
        { ...own, repository: 'octo-org/stock' },
        { ...own, serverUrl: 'https://git.example.com' },
        { ...own, workflow: 'x', workflowPath: own.workflowPath && 'x' },
      ].map((other) => plant(simulator, markerOf(other)));
      const env = { [variable]: '' };
      const inputs = { keep_last: '1' };
      const dry = await runStep(simulator, 'taurusdb', {
        inputs: { ...inputs, dry_run: 'true' },
        env,
      });
      const step = await runStep(simulator, 'taurusdb', { inputs, env });
      expect([step.exitCode, step.annotations]).toEqual([0, []]);
      expect(step.outputs['deleted_backup_ids']).toBe(JSON.stringify([goes.id]));
      expect(simulator.backups.map(({ id }) => id)).toEqual(
        expect.arrayContaining(stay.map(({ id }) => id)),
      );
      expect(dry.lines.join('\n')).toContain(`Would delete 1: ${goes.id} (`);
      for (const { lines } of [dry, step]) {
        expect(lines.filter((line) => line.includes('known by server'))).toEqual([
          `Retention: this runner does not tell both GITHUB_REPOSITORY_ID and GITHUB_WORKFLOW_REF, so this workflow’s backups are known by server, repository and the workflow’s ${what}: workflows for which these are equal share them.`,
        ]);
      }
    });
  },
);

test.each(['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_WORKFLOW'])(
  'without %s as well nothing is deleted, and that is said',
  async (variable) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const env = { GITHUB_REPOSITORY_ID: '', GITHUB_WORKFLOW_REF: '', [variable]: '' };
      const first = await runStep(simulator, 'taurusdb', { env });
      const beganAt = Date.now() - 24 * HOUR_MS;
      simulator.seedBackup({
        instanceId: findInstanceId(simulator, 'taurusdb'),
        name: first.outputs['name'] ?? '',
        type: 'manual',
        ...{ beganAt, endsAt: beganAt + 60_000 },
      });
      const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' }, env });
      expect(step.exitCode).toBe(0);
      expect(operationsOf(step)).not.toContain('delete');
      expect(step.annotations.map(({ text }) => text).join()).toContain('Nothing was deleted.');
    });
  },
);
