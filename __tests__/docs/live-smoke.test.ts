import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { fillChoices } from '../../scripts/docs.ts';
import { CLOUD_IDS } from '../../src/cloud/clouds.ts';
import { parseDuration } from '../../src/task/inputs/field-parsers.ts';
import { readText } from '../support/repository.ts';
import { instanceIdAt, withStepCloud } from '../support/step-cloud.ts';
import { playJob } from './play-job.ts';
import { parseWorkflow } from './workflow-file.ts';

const path = 'examples/live-smoke.yml';
const text = readText(path);
const { jobs, concurrency, on } = parseWorkflow(text);
const ours = Object.values(jobs).flatMap(({ steps }) =>
  steps.filter(({ uses }) => uses === 'OWNER/cloud-db-backup@v1'),
);

const inShell = process.platform === 'win32' ? test.skip : test;

/** Plays the workflow's job against a simulated instance of RDS with this status. */
async function play(status: string) {
  let result: Awaited<ReturnType<typeof playJob>> | undefined;
  let backupIds: readonly string[] = [];
  await withStepCloud({ backupMs: 60_000 }, async ({ simulator, play: run }) => {
    const instanceId = instanceIdAt(simulator, 'rds');
    simulator.setInstance(instanceId, { status });
    const { username, password, domainName } = simulator.account;
    result = await playJob(text, 'smoke', {
      given: {
        ...{ service: 'rds', instance_id: instanceId, region: 'eu-de', cloud: 'otc' },
        ...{ USERNAME: username, PASSWORD: password, DOMAIN_NAME: domainName },
      },
      run: (inputs) => run(inputs),
    });
    backupIds = simulator.everyBackupId;
  });
  return { played: result?.played ?? [], backupIds };
}

inShell('against the simulator it makes one backup, and prints its id and status', async () => {
  const { played, backupIds } = await play('ACTIVE');
  expect(played.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'success']);
  expect(backupIds).toHaveLength(1);
  expect(played[2]?.log).toContain(`status: COMPLETED\nbackup_id: ${backupIds[0]}\nname: gh-`);
});

inShell('what the dry run finds wrong ends it before a backup is made', async () => {
  const { played, backupIds } = await play('FROZEN');
  expect(played.map(({ outcome }) => outcome)).toEqual(['failure']);
  expect(backupIds).toEqual([]);
});

test('it is started by hand, offers every service, and is never cancelled by another run', () => {
  expect(Object.keys(on)).toEqual(['workflow_dispatch']);
  expect(fillChoices(text, path)).toBe(text);
  expect(parse(text).on.workflow_dispatch.inputs.cloud).toMatchObject({
    type: 'choice',
    options: CLOUD_IDS,
    required: true,
  });
  expect(concurrency['cancel-in-progress']).toBe(false);
});

test('the dry run comes first and is the same order; nothing is ever deleted', () => {
  const [dry, real] = ours.map(({ with: inputs }) => inputs);
  expect({ ...dry, dry_run: undefined, wait_timeout: undefined }).toEqual({
    ...real,
    dry_run: undefined,
    wait_timeout: undefined,
  });
  expect(dry?.['dry_run']).toBe(true);
  expect(Object.keys({ ...real })).not.toContain('dry_run');
  expect(Object.keys({ ...real })).not.toContain('wait');
  expect(text).not.toContain('keep_last');
});

test('the job outlives both steps', () => {
  const minutes = ours
    .map(({ with: inputs }) => parseDuration(String(inputs['wait_timeout'])))
    .map((wait) => ('value' in wait ? wait.value / 60_000 : Infinity));
  const limit = parse(text).jobs.smoke['timeout-minutes'];
  expect(minutes.reduce((sum, each) => sum + each, 0)).toBeLessThan(limit);
});
