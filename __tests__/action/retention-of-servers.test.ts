import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { markerOf } from '../../src/task/backup-name.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { findInstanceId } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const DAY_MS = 86_400_000;
const GITHUB = 'https://github.com';
const SERVER = 'https://github.corp.example';
const STAGING = 'https://staging.corp.example';

/** The workflow as every server knows it: ids, name and file are the same. */
const workflow = {
  ...{ repository: 'octo-org/web-shop', workflow: 'deploy' },
  ...{ repositoryId: '123456789', workflowPath: '.github/workflows/deploy.yml' },
};

/** A completed backup of yesterday, with a name that the workflow has made on this server. */
function plant(simulator: Simulator, clock: VirtualClock, serverUrl: string, run: number) {
  const beganAt = clock.epochMs() - DAY_MS;
  return simulator.seedBackup({
    instanceId: findInstanceId(simulator, 'taurusdb'),
    name: `gh-web-shop-${markerOf({ ...workflow, serverUrl })}-${run}-1-0123abcd-00ff`,
    type: 'manual',
    ...{ beganAt, endsAt: beganAt + 60_000 },
  });
}

test.each([
  [SERVER, [SERVER], [GITHUB, STAGING, GITHUB], /^Retention: 2 backups have names of an earlier/],
  [STAGING, [STAGING], [GITHUB, SERVER], /^Retention: 1 backup has a name of an earlier/],
  [GITHUB, [GITHUB, GITHUB], [SERVER, STAGING], undefined],
])(
  'on %s retention deletes what this server’s workflow has made, and says what it leaves alone',
  async (serverUrl, own, others, line) => {
    const clock = virtualClock();
    await withSimulator({ backupMs: 60_000, now: clock.epochMs }, async (simulator) => {
      const goes = own.map((server, at) => plant(simulator, clock, server, 100 + at).id);
      const stay = others.map((server, at) => plant(simulator, clock, server, 200 + at).id);
      const env = { GITHUB_SERVER_URL: serverUrl };
      const setup = { service: 'taurusdb', env };
      const dry = await runInProcess(simulator, clock, {
        ...setup,
        inputs: { keep_last: '1', dry_run: 'true' },
      });
      const step = await runInProcess(simulator, clock, { ...setup, inputs: { keep_last: '1' } });
      expect([dry.error, step.error]).toEqual([undefined, undefined]);
      expect(JSON.parse(step.outputs['deleted_backup_ids'] ?? '').toSorted()).toEqual(
        goes.toSorted(),
      );
      const there = simulator.backups.flatMap(({ id, state }) => (state === 'DELETING' ? [] : id));
      expect(there).toEqual(expect.arrayContaining(stay));
      const told = step.lines.filter((text) => text.includes('earlier version'));
      expect(told).toEqual(line === undefined ? [] : [expect.stringMatching(line)]);
      const would = dry.lines.find((text) => text.includes('Would delete'));
      expect(would?.includes('earlier version')).toBe(line !== undefined);
    });
  },
);

test('reuse_existing takes no backup that a run of the same id has made on another server', async () => {
  const clock = virtualClock();
  await withSimulator({ backupMs: 60_000, now: clock.epochMs }, async (simulator) => {
    const run = (serverUrl: string) =>
      runInProcess(simulator, clock, {
        service: 'taurusdb',
        inputs: { reuse_existing: 'true' },
        env: { GITHUB_SERVER_URL: serverUrl },
      });
    const first = await run(SERVER);
    const second = await run(STAGING);
    const again = await run(SERVER);
    expect([first, second, again].map(({ outputs }) => outputs['created'])).toEqual([
      'true',
      'true',
      'false',
    ]);
    expect(again.outputs['backup_id']).toBe(first.outputs['backup_id']);
    expect(second.outputs['backup_id']).not.toBe(first.outputs['backup_id']);
  });
});
