import { expect, test } from '@jest/globals';
import { instanceIdAt, readEntries, type Step, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const reuse = { reuse_existing: 'true' };

const listCreated = (step: Step) => readEntries(step).map(({ created }) => created);

test.each([
  ['', {}],
  ['0', {}],
  [' ', {}],
  ['1', { ACT: 'true' }],
])(
  'a runner that tells “%s” as the run’s id, %j beside it, can’t find a backup again without a name, and is told so before anything is sent',
  async (GITHUB_RUN_ID, more) => {
    await withStepCloud({ backupMs: 0 }, async (cloud) => {
      const env = { GITHUB_RUN_ID, ...more };
      const ways = [{}, { instance_id: '', instance_name: 'orders' }, { dry_run: 'true' }];
      for (const inputs of ways) {
        const step = await cloud.run('taurusdb', { inputs: { ...reuse, ...inputs }, env });
        expect([step.exitCode, step.requests]).toEqual([1, []]);
        // act shows the first line of an annotation as one, and the others below it.
        expect(step.lines.join('\n')).toBe(
          'Error: One input needs a change; nothing was sent.\nreuse_existing: would take the backup of any other run, because the runner tells no id of this one (GITHUB_RUN_ID is missing, 0, or the 1 that act gives every run): give a name, or leave reuse_existing out',
        );
      }
      const named = await cloud.run('taurusdb', { inputs: { ...reuse, name: 'before-42' }, env });
      expect(named.outputs).toMatchObject({ status: 'COMPLETED', created: 'true' });
    });
  },
);

test('a run finds its own backup again', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const [first, again] = [
      await cloud.run('taurusdb', { inputs: reuse }),
      await cloud.run('taurusdb', { inputs: reuse }),
    ];
    expect(cloud.simulator.backups).toHaveLength(1);
    expectTranscript('reuse-existing/the-same-run-again', cloud, first, again);
  });
});

test('runs whose ids are no numbers each make a backup of their own, and find it again', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const created = [];
    for (const GITHUB_RUN_ID of ['nightly/7', 'nightly-7', 'nightly/7']) {
      const step = await cloud.run('taurusdb', { inputs: reuse, env: { GITHUB_RUN_ID } });
      created.push(...listCreated(step));
    }
    expect(created).toEqual([true, true, false]);
  });
});

test('of several instances, a long name finds its own backups and not those of a name that begins alike', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const instance_id = [0, 1].map((at) => instanceIdAt(cloud.simulator, 'taurusdb', at)).join();
    const begin = 'release-of-the-shop-with-all-its-parts-in-every-region-';
    const created = [];
    for (const end of ['before', 'after', 'before']) {
      const inputs = { ...reuse, instance_id, name: `${begin}${end}` };
      created.push(listCreated(await cloud.run('taurusdb', { inputs })));
    }
    expect(created).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });
});
