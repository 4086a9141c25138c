import { expect, test } from '@jest/globals';
import { instanceIdAt, isFor, type StepCloud, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';
import { deletedBy, idsOf, nameOf, type Planted, plant, WORKFLOW } from './planted-backups.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const NONE = { backupMs: 0 };

const idsAt = ({ simulator }: StepCloud, places: readonly number[]) =>
  places.map((at) => instanceIdAt(simulator, 'taurusdb', at)).join();

const OTHERS: readonly Omit<Planted, 'hoursOld'>[] = [
  { name: nameOf(1, { ...WORKFLOW, workflowPath: '.github/workflows/nightly.yml' }) },
  { name: nameOf(1, { ...WORKFLOW, repositoryId: '987654321' }) },
  { name: nameOf(1).replace('web-shop', 'web-shop-2') },
  { name: `${nameOf(1)}-keep` },
  { name: 'before-release' },
  { type: 'auto' },
  { at: 1 },
];

test('keep_last: the newest stay, and so do the young and those of others; older ones go', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const stay = [
      plant(cloud, { hoursOld: 5, failReason: 'The disk is full.' }),
      plant(cloud, { hoursOld: 6 }),
      plant(cloud, { hoursOld: 9, endedMinutesAgo: 50 }),
      plant(cloud, { hoursOld: 8, endedMinutesAgo: 1 }),
      ...OTHERS.map((other) => plant(cloud, { hoursOld: 99, ...other })),
    ];
    const old = [
      plant(cloud, { hoursOld: 7, endedMinutesAgo: 70 }),
      plant(cloud, { hoursOld: 48 }),
      plant(cloud, { hoursOld: 49, failReason: 'The disk is full.' }),
      plant(cloud, { hoursOld: 72, name: nameOf(17_500_000_000).replace(/-1-(\w+)-\w+$/, '-$1') }),
    ];
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '2' } });
    expect(deletedBy(step).toSorted()).toEqual(idsOf(old).toSorted());
    const left = [...idsOf(stay), step.outputs['backup_id']];
    expect(idsOf(cloud.simulator.backups).toSorted()).toEqual(left.toSorted());
    expectTranscript('retention/keep-last', cloud, step);
  });
});

test('keep_days beside keep_last: what is older than both goes, after a dry run that says so', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const days = [1, 3, 4].map((day) => plant(cloud, { hoursOld: 24 * day }));
    const inputs = { keep_last: '3', keep_days: '2' };
    const dry = await cloud.run('taurusdb', { inputs: { ...inputs, dry_run: 'true' } });
    const step = await cloud.run('taurusdb', { inputs });
    expect(deletedBy(step)).toEqual([days[2]?.id]);
    expectTranscript('retention/keep-days-beside-keep-last', cloud, dry, step);
  });
});

test('keep_days alone keeps by age', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const [, ...old] = [47, 49, 960].map((hoursOld) => plant(cloud, { hoursOld }));
    const step = await cloud.run('taurusdb', { inputs: { keep_days: '2' } });
    expect(deletedBy(step).toSorted()).toEqual(idsOf(old).toSorted());
    expect(step.lines).toContain('Retention (keep_days: 2): deleted 2 older backups.');
  });
});

test('with a wait_timeout over an hour, what ended within that time stays, in a dry run as well', async () => {
  await withStepCloud(NONE, async (cloud) => {
    plant(cloud, { hoursOld: 9, endedMinutesAgo: 114 });
    const old = plant(cloud, { hoursOld: 9, endedMinutesAgo: 126 });
    const inputs = { keep_last: '1', wait_timeout: '2h' };
    const dry = await cloud.run('taurusdb', { inputs: { ...inputs, dry_run: 'true' } });
    const step = await cloud.run('taurusdb', { inputs });
    expect(deletedBy(step)).toEqual([old.id]);
    expectTranscript('retention/long-wait-timeout', cloud, dry, step);
  });
});

test('with a wait_timeout under an hour, what ended within the hour stays all the same', async () => {
  await withStepCloud(NONE, async (cloud) => {
    plant(cloud, { hoursOld: 9, endedMinutesAgo: 50 });
    const old = plant(cloud, { hoursOld: 9, endedMinutesAgo: 70 });
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '1', wait_timeout: '30m' } });
    expect(deletedBy(step)).toEqual([old.id]);
  });
});

test('with nothing older the output is an empty list', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '3' } });
    expect(step.outputs['deleted_backup_ids']).toBe('[]');
    expectTranscript('retention/nothing-older', cloud, step);
  });
});

test('throttled, the deleting ends for all instances with one warning', async () => {
  await withStepCloud(NONE, async (cloud) => {
    for (const at of [0, 1]) for (const hoursOld of [24, 48]) plant(cloud, { hoursOld, at });
    cloud.simulator.inject({ operation: 'delete', name: '429', ...ALWAYS });
    const inputs = { keep_last: '1', instance_id: idsAt(cloud, [0, 1]) };
    const step = await cloud.run('taurusdb', { inputs });
    const asked = step.requests.filter(isFor('delete')).map(({ path }) => path);
    expect(new Set(asked).size).toBe(1);
    expectTranscript('retention/throttled', cloud, step);
  });
});

test('a failure to delete is a warning, and the others still go', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const old = [24, 48].map((hoursOld) => plant(cloud, { hoursOld }));
    cloud.simulator.inject({ operation: 'delete', name: 'forbidden' });
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '1' } });
    expect(deletedBy(step)).toEqual([old[0]?.id]);
    expectTranscript('retention/one-delete-refused', cloud, step);
  });
});

test('a list that can’t be read is a warning, and nothing is deleted', async () => {
  await withStepCloud(NONE, async (cloud) => {
    plant(cloud, { hoursOld: 24 });
    // The first list is the poll that finds the new backup completed.
    cloud.simulator.inject({ operation: 'list', name: 'forbidden', skip: 1, ...ALWAYS });
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '1' } });
    expect(step.requests.filter(isFor('delete'))).toEqual([]);
    expectTranscript('retention/list-refused', cloud, step);
  });
});

test('when wait_timeout is over before it is done, the step stays green and says that some may be left', async () => {
  await withStepCloud(NONE, async (cloud) => {
    plant(cloud, { hoursOld: 24 });
    cloud.simulator.inject({ operation: 'list', name: 'timeout-before', skip: 1, ...ALWAYS });
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '1', wait_timeout: '15s' } });
    expect(step.exitCode).toBe(0);
    expectTranscript('retention/time-is-over', cloud, step);
  });
});

test('cancelled in the middle of deleting: what is gone is told, and that others may be left', async () => {
  await withStepCloud(NONE, async (cloud) => {
    for (const hoursOld of [1, 2]) plant(cloud, { hoursOld, endedMinutesAgo: 60 * hoursOld });
    const step = await cloud.run('taurusdb', {
      inputs: { keep_last: '1' },
      cancelAt: { moment: 'request', when: isFor('delete') },
    });
    expect(step.requests.filter(isFor('delete'))).toHaveLength(1);
    expect(deletedBy(step)).toHaveLength(1);
    expectTranscript('retention/cancelled', cloud, step);
  });
});

test.each([{ keep_last: '1' }, { keep_days: '1' }])(
  'after a failed backup nothing is deleted, with %j',
  async (inputs) => {
    await withStepCloud(NONE, async (cloud) => {
      for (const hoursOld of [48, 72]) plant(cloud, { hoursOld });
      cloud.simulator.inject({ name: 'backup-fails', failReason: 'The disk is full.' });
      const step = await cloud.run('taurusdb', { inputs });
      expect(step.requests.filter(isFor('delete'))).toEqual([]);
      expectTranscript(`retention/after-a-failure-${Object.keys(inputs)}`, cloud, step);
    });
  },
);

test('of several, each instance’s own older ones go', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const old = [0, 1].map((at) => plant(cloud, { hoursOld: 24 + at, at }));
    const inputs = { keep_last: '1', instance_id: idsAt(cloud, [0, 1]) };
    const step = await cloud.run('taurusdb', { inputs });
    expect(deletedBy(step).toSorted()).toEqual(idsOf(old).toSorted());
    expectTranscript('retention/several', cloud, step);
  });
});

test('of several, nothing is deleted when any of them failed', async () => {
  await withStepCloud(NONE, async (cloud) => {
    plant(cloud, { hoursOld: 24 });
    const inputs = { keep_last: '1', instance_id: `${idsAt(cloud, [0])},${'f'.repeat(32)}in07` };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.requests.filter(isFor('delete'))).toEqual([]);
    expectTranscript('retention/several-one-fails', cloud, step);
  });
});

test('a runner that tells names alone: its own older ones go by those, and that is told once', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const own = { ...WORKFLOW, repositoryId: '' };
    const old = plant(cloud, { hoursOld: 24, name: nameOf(1, own) });
    plant(cloud, { hoursOld: 24 });
    const env = { GITHUB_REPOSITORY_ID: '' };
    const inputs = { keep_last: '1' };
    const dry = await cloud.run('taurusdb', { inputs: { ...inputs, dry_run: 'true' }, env });
    const step = await cloud.run('taurusdb', { inputs, env });
    expect(deletedBy(step)).toEqual([old.id]);
    expectTranscript('retention/known-by-names', cloud, dry, step);
  });
});

test('a runner that tells no workflow at all: nothing is deleted, and that is said', async () => {
  await withStepCloud(NONE, async (cloud) => {
    const env = { GITHUB_REPOSITORY_ID: '', GITHUB_WORKFLOW_REF: '', GITHUB_WORKFLOW: '' };
    const first = await cloud.run('taurusdb', { env });
    plant(cloud, { hoursOld: 24, name: first.outputs['name'] ?? '' });
    const step = await cloud.run('taurusdb', { inputs: { keep_last: '1' }, env });
    expect(step.requests.filter(isFor('delete'))).toEqual([]);
    expectTranscript('retention/unknown-workflow', cloud, step);
  });
});
