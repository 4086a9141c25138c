import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { listInstanceIds, runStep, type Step } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const reuse = { reuse_existing: 'true' };

const runAs = (
  simulator: Simulator,
  id: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) =>
  runStep(simulator, 'taurusdb', {
    inputs: { ...reuse, ...inputs },
    env: { GITHUB_RUN_ID: id, ...env },
  });

const listCreated = (step: Step): readonly unknown[] =>
  JSON.parse(step.outputs['backups'] ?? '[]').map(({ created }: { created: unknown }) => created);

test.each([
  ['', {}],
  ['0', {}],
  [' ', {}],
  ['1', { ACT: 'true' }],
])(
  'a runner that tells “%s” as the run’s id, %j beside it, can’t find a backup again without a name, and is told so before anything is sent',
  async (id, env) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      for (const more of [{}, { instance_id: '', instance_name: 'orders' }, { dry_run: 'true' }]) {
        const step = await runAs(simulator, id, more, env);
        expect(step.exitCode).toBe(1);
        expect(step.requests).toEqual([]);
        expect(step.annotations.map(({ text }) => text)).toEqual([
          'One input needs a change; nothing was sent.\nreuse_existing: would take the backup of any other run, because the runner tells no id of this one (GITHUB_RUN_ID is missing, 0, or the 1 that act gives every run): give a name, or leave reuse_existing out',
        ]);
      }
      const named = await runAs(simulator, id, { name: 'before-42' }, env);
      expect(named.outputs).toMatchObject({ status: 'COMPLETED', created: 'true' });
    });
  },
);

test('runs whose ids are no numbers each make a backup of their own, and find it again', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const created = [];
    for (const id of ['nightly/7', 'nightly-7', 'nightly/7']) {
      created.push(...listCreated(await runAs(simulator, id, {})));
    }
    expect(created).toEqual([true, true, false]);
  });
});

test('of several instances, a long name finds its own backups and not those of a name that begins alike', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const ids = listInstanceIds(simulator, 'taurusdb').slice(0, 2);
    const begin = 'release-of-the-shop-with-all-its-parts-in-every-region-';
    const created = [];
    for (const end of ['before', 'after', 'before']) {
      const inputs = { instance_id: ids.join('\n'), name: `${begin}${end}` };
      created.push(listCreated(await runAs(simulator, '1', inputs)));
    }
    expect(created).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });
});
