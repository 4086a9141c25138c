import { expect, test } from '@jest/globals';
import {
  findInstanceId,
  instanceIdAt,
  NOWHERE,
  operationsOf,
  runStep,
  runTargets,
} from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { deletedOf, expectDeleted, MARKER, ours, type Planted, plant } from './planted-backups.ts';

const HOUR_MS = 3_600_000;
const ALWAYS = { times: Number.POSITIVE_INFINITY };

test.concurrent('it keeps as many completed backups as told, the new one included, and deletes older ones', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const kept = plant(simulator, { hoursOld: 24 });
    const old = [48, 72].map((hoursOld) => plant(simulator, { hoursOld }));
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '2' } });
    expectDeleted(simulator, step, old);
    const log = step.lines.join('\n');
    for (const { id, name } of old)
      expect(log).toContain(`Deleted backup ${id} (${name}, COMPLETED)`);
    expect(log).toContain('COMPLETED), 48h 0m');
    expect(log).toContain('Retention (keep_last: 2): deleted 2 older backups.');
    expect(step.summary).toContain('Retention: deleted 2 older');
    const there = simulator.backups.filter(({ state }) => state === 'COMPLETED');
    expect(there.map(({ id }) => id).toSorted()).toEqual(
      [kept.id, step.outputs['backup_id']].toSorted(),
    );
  });
});

test.concurrent('keep_last: 1 keeps the new one alone', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const old = [2, 24].map((hoursOld) => plant(simulator, { hoursOld }));
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expectDeleted(simulator, step, old);
  });
});

test.concurrent('what ended less than an hour ago stays, and the log says why and what to do', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
    const young = [
      plant(simulator, { hoursOld: 9, endsAt: minutesAgo(50) }),
      plant(simulator, { hoursOld: 8, endsAt: minutesAgo(1) }),
    ];
    const old = plant(simulator, { hoursOld: 7, endsAt: minutesAgo(70) });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expectDeleted(simulator, step, [old]);
    const there = simulator.backups.map(({ id }) => id);
    expect(there).toEqual(expect.arrayContaining(young.map(({ id }) => id)));
    expect(step.lines.filter((line) => line.includes('concurrency'))).toEqual([
      'Retention: 2 older backups stay for now, because another run may stand on what ended less than 1h 0m 0s ago; a later run deletes them. The workflow’s concurrency setting keeps runs apart.',
    ]);
  });
});

test.concurrent.each(['false', 'true'])(
  'with a wait_timeout over an hour, what ended within that time stays (dry_run: %s)',
  async (dryRun) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const young = plant(simulator, { hoursOld: 9, endsAt: Date.now() - 1.9 * HOUR_MS });
      const old = plant(simulator, { hoursOld: 9, endsAt: Date.now() - 2.1 * HOUR_MS });
      const inputs = { keep_last: '1', wait_timeout: '2h', dry_run: dryRun };
      const step = await runStep(simulator, 'taurusdb', { inputs });
      if (dryRun === 'false') expectDeleted(simulator, step, [old]);
      else expect(step.lines.join('\n')).toContain(`Would delete 1: ${old.id} (`);
      expect(simulator.backups.map(({ id }) => id)).toContain(young.id);
    });
  },
);

test.concurrent('throttled, the deleting ends for all instances with one warning', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    for (const at of [0, 1]) {
      for (const hoursOld of [24, 48]) plant(simulator, { hoursOld: hoursOld + at, at });
    }
    simulator.inject({ operation: 'delete', name: '429', ...ALWAYS });
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const inputs = { keep_last: '1', instance_id: ids.join() };
    const step = await runStep(simulator, 'taurusdb', { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.outputs['deleted_backup_ids']).toBe('[]');
    expect(step.annotations.map(({ level }) => level)).toEqual(['warning']);
    const asked = simulator.requests.filter(({ method }) => method === 'DELETE');
    expect(new Set(asked.map(({ path }) => path)).size).toBe(1);
  });
});

test.concurrent('off by default: nothing is deleted, and the output is empty', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { hoursOld: 24 });
    const step = await runStep(simulator, 'taurusdb');
    expect(operationsOf(step)).not.toContain('delete');
    expect(step.outputs['deleted_backup_ids'] ?? '').toBe('');
    expect(step.lines.join('\n')).not.toContain('Retention');
  });
});

test.concurrent('with nothing older the output is an empty list', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '3' } });
    expectDeleted(simulator, step, []);
    expect(step.outputs['deleted_backup_ids']).toBe('[]');
  });
});

const other = MARKER === '00000000' ? '11111111' : '00000000';

test.concurrent.each<[string, Omit<Planted, 'hoursOld'>]>([
  ['another workflow or repository', { name: ours(1).replace(MARKER, other) }],
  ['a repository whose name goes on', { name: ours(1).replace('web-shop', 'web-shop-2') }],
  ['a person, beginning alike', { name: `gh-web-shop-${MARKER}-before-release` }],
  ['a person, ending otherwise', { name: `${ours(1)}-keep` }],
  ['a person, in capitals', { name: ours(1).replace('abcd', 'ABCD') }],
  ['a person, with the bare prefix', { name: 'gh-web-shop' }],
  ['the cloud by itself, under a name of ours', { type: 'auto' }],
  ['somebody, and still running', { endsAt: Date.now() + HOUR_MS * 9 }],
  ['ours, of another instance', { at: 1 }],
])('a backup of %s stays', async (_, planted) => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const stays = plant(simulator, { hoursOld: 99, ...planted });
    const goes = plant(simulator, { hoursOld: 98 });
    // A running backup keeps this instance busy: then it is the list alone that matters.
    const isRunning = stays.state === 'BUILDING';
    const step = isRunning
      ? await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1', dry_run: 'true' } })
      : await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    if (isRunning) {
      const line = step.lines.find((text) => text.includes('] Retention: ')) ?? '';
      expect(line).toContain(`Would delete 1: ${goes.id} `);
    } else {
      expectDeleted(simulator, step, [goes]);
    }
    expect(simulator.backups.find(({ id }) => id === stays.id)?.state).toBe(stays.state);
  });
});

test.concurrent('a failed one of ours goes when it is older than all that stay, and is not counted', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const recent = plant(simulator, { hoursOld: 1, failReason: 'The disk is full.' });
    const kept = plant(simulator, { hoursOld: 2 });
    const failed = plant(simulator, { hoursOld: 3, failReason: 'The disk is full.' });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '2' } });
    expectDeleted(simulator, step, [failed]);
    const there = simulator.backups.map(({ id }) => id);
    expect(there).toEqual(expect.arrayContaining([recent.id, kept.id]));
  });
});

test.concurrent('a name of ours from a run that reused by name is ours too', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const name = `gh-web-shop-${MARKER}-17500000000-0123abcd`;
    const old = plant(simulator, { hoursOld: 5, name });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expectDeleted(simulator, step, [old]);
  });
});

test.concurrent('a failure to delete is a warning, and the others still go', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const old = [24, 48].map((hoursOld) => plant(simulator, { hoursOld }));
    simulator.inject({ operation: 'delete', name: 'forbidden' });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expect(step.exitCode).toBe(0);
    expect(step.outputs['status']).toBe('COMPLETED');
    const warnings = step.annotations.filter(({ level }) => level === 'warning');
    expect(warnings).toHaveLength(1);
    const [stayed, ...more] = old.filter(({ id }) => !deletedOf(step).includes(id));
    expect(more).toEqual([]);
    expect(warnings[0]?.text).toContain(`Old backup ${stayed?.id} could not be deleted.`);
    expect(deletedOf(step)).toHaveLength(1);
  });
});

test.concurrent('a list that can’t be read is a warning, and nothing is deleted', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { hoursOld: 24 });
    // The first list is the look that finds the new backup completed.
    simulator.inject({ operation: 'list', name: 'forbidden', skip: 1, ...ALWAYS });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expect(step.exitCode).toBe(0);
    expect(operationsOf(step)).not.toContain('delete');
    expect(step.annotations.map(({ level }) => level)).toEqual(['warning']);
    expect(step.annotations[0]?.text).toMatch(
      /^Retention of taurusdb .*Nothing was deleted there\.$/,
    );
    expect(step.outputs['deleted_backup_ids']).toBe('[]');
  });
});

test.concurrent('when wait_timeout is over before it is done, the step stays green and says that some may be left', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { hoursOld: 24 });
    simulator.inject({ operation: 'list', name: 'timeout-before', skip: 1, ...ALWAYS });
    const inputs = { keep_last: '1', wait_timeout: '15s' };
    const step = await runStep(simulator, 'taurusdb', { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.outputs).toMatchObject({ status: 'COMPLETED', deleted_backup_ids: '[]' });
    expect(step.annotations).toEqual([
      {
        level: 'warning',
        text: 'Retention ended early, because wait_timeout is over: older backups may be left for the next run.',
      },
    ]);
  });
});

test.concurrent('after a failed backup nothing is deleted', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { hoursOld: 24 });
    simulator.inject({ name: 'backup-fails', failReason: 'The disk is full.' });
    const step = await runStep(simulator, 'taurusdb', { inputs: { keep_last: '1' } });
    expect(step.exitCode).toBe(1);
    expect(operationsOf(step)).not.toContain('delete');
    expect(step.outputs['deleted_backup_ids'] ?? '').toBe('');
    expect(step.lines.join('\n')).toContain('Retention: nothing is deleted');
  });
});

test.concurrent('of several, each instance’s own older ones go', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const old = [0, 1].map((at) => plant(simulator, { hoursOld: 24 + at, at }));
    const ids = [0, 1].map((at) => instanceIdAt(simulator, 'taurusdb', at));
    const inputs = { keep_last: '1', instance_id: ids.join() };
    expectDeleted(simulator, await runStep(simulator, 'taurusdb', { inputs }), old);
  });
});

test.concurrent('of several, nothing is deleted when any of them failed', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { hoursOld: 24 });
    const id = findInstanceId(simulator, 'taurusdb');
    const targets = [`taurusdb:${id}`, `taurusdb:${NOWHERE}`];
    const step = await runTargets(simulator, targets, { inputs: { keep_last: '1' } });
    expect(step.exitCode).toBe(1);
    expect(operationsOf(step)).not.toContain('delete');
    expect(step.lines.join('\n')).toContain('Retention: nothing is deleted');
  });
});

test.concurrent('GeminiDB on Open Telekom Cloud says that it can’t, and does nothing', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    plant(simulator, { service: 'geminidb', hoursOld: 24 });
    const step = await runStep(simulator, 'geminidb', { inputs: { keep_last: '1' } });
    expectDeleted(simulator, step, []);
    expect(step.annotations).toEqual([]);
    expect(step.lines.join('\n')).toContain(
      'The API of GeminiDB documents no way to delete a backup in this cloud. All of them stay.',
    );
  });
});

test.concurrent('a dry run lists what would go, and deletes nothing', async () => {
  await withSimulator({}, async (simulator) => {
    plant(simulator, { hoursOld: 2 });
    const old = plant(simulator, { hoursOld: 24 });
    const inputs = { keep_last: '2', dry_run: 'true' };
    const step = await runStep(simulator, 'taurusdb', { inputs });
    expect(step.exitCode).toBe(0);
    expect(operationsOf(step)).not.toContain('delete');
    expect(simulator.backups).toHaveLength(2);
    const line = step.lines.find((text) => text.includes('Retention')) ?? '';
    expect(line).toMatch(
      new RegExp(`\\[passed\\] Retention: Would delete 1: ${old.id} \\(${old.name}, `),
    );
    expect(step.summary).toContain(old.id);
    expect(step.outputs).toEqual({});
  });
});

test.concurrent('a dry run of GeminiDB on Open Telekom Cloud says that nothing would be deleted', async () => {
  await withSimulator({}, async (simulator) => {
    plant(simulator, { service: 'geminidb', hoursOld: 24 });
    const inputs = { keep_last: '1', dry_run: 'true' };
    const step = await runStep(simulator, 'geminidb', { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.lines.join('\n')).toContain(
      '[warning] Retention: Would delete nothing. The API of',
    );
  });
});

test.concurrent('a workflow whose file differs after an @ keeps its backups', async () => {
  await withSimulator({ backupMs: 0 }, async (simulator) => {
    const inFile = (file: string) => ({
      GITHUB_WORKFLOW_REF: `octo-org/web-shop/.github/workflows/${file}@refs/heads/main`,
    });
    await runStep(simulator, 'taurusdb', { env: inFile('backup@prod.yml') });
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { keep_last: '1' },
      env: inFile('backup@staging.yml'),
    });
    expectDeleted(simulator, step, []);
    expect(simulator.backups).toHaveLength(2);
  });
});
