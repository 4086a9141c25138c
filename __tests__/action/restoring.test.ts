import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/index.ts';
import { runRestoreStep } from '../../src/action/restore/run.ts';
import { root } from '../support/repository.ts';
import { PASSWORD, SOURCE_ID } from '../support/restore-cloud.ts';
import { isFor, type StepCloud, type StepSetup, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const action = { folder: join(root, 'restore'), run: runRestoreStep };
const MINUTE_MS = 60_000;
/** A pair of MySQL, on disks that OTC's restore does not take. */
const PAIR = 'd8e6ca5a624745bcb546a227aa3ae1cfin01';

type Inputs = Readonly<Record<string, string>>;

interface Restoring extends StepCloud {
  /** The id of a completed backup of the source. */
  readonly backupId: string;
  restore(inputs?: Inputs, setup?: Omit<StepSetup, 'inputs'>): ReturnType<StepCloud['play']>;
}

const play = (
  test: (cloud: Restoring) => Promise<void>,
  { sourceId = SOURCE_ID, ...options }: SimulatorOptions & { readonly sourceId?: string } = {},
) =>
  withStepCloud(
    { restoreMs: 30 * MINUTE_MS, backupMs: 10 * MINUTE_MS, jobLagMs: 10_000, ...options },
    async (cloud) => {
      const { account } = cloud.simulator;
      const { id } = cloud.simulator.seedBackup({ instanceId: sourceId, type: 'manual' });
      const usual = {
        ...{ instance_id: sourceId, backup_id: id, password: PASSWORD, region: 'eu-de' },
        ...{ access_key: account.accessKey, secret_key: account.secretKey },
      };
      await test({
        ...cloud,
        backupId: id,
        restore: (inputs, setup) => cloud.play({ ...usual, ...inputs }, { ...setup, action }),
      });
    },
  );

test('the newest backup becomes a new instance, and log, outputs and summary say that it costs and what comes next', () =>
  play(async (cloud) => {
    const step = await cloud.restore({ backup_id: '', newest: 'true' });
    expect(step.exitCode).toBe(0);
    const [made] = cloud.simulator.restored;
    expect(made).toMatchObject({ state: 'ready', backupId: cloud.backupId });
    expect(step.outputs).toMatchObject({ instance_id: made?.id, created: 'true', port: '5432' });
    expect(step.masks).toContain(PASSWORD);
    expectTranscript('restoring/newest', cloud, step);
  }));

test('with a login by a password, and fields that are filled in', () =>
  play(
    async (cloud) => {
      const { account } = cloud.simulator;
      const step = await cloud.restore({
        ...{ access_key: '', secret_key: '', username: account.username },
        ...{ login_password: account.password, domain_name: account.domainName },
        ...{ name: 'drill-1', fill: 'volume.type=CLOUDSSD\n volume.size = 200\n' },
      });
      expect(step.outputs).toMatchObject({ instance_name: 'drill-1', created: 'true' });
      expect(step.masks).toEqual(expect.arrayContaining([PASSWORD, account.password]));
      expectTranscript('restoring/filled-in', cloud, step);
    },
    { sourceId: PAIR },
  ));

test('a dry run shows exactly what would be sent and what is open, and makes nothing', () =>
  play(
    async (cloud) => {
      const step = await cloud.restore({ dry_run: 'true', password: '' });
      expect([step.exitCode, cloud.simulator.restored]).toEqual([0, []]);
      expect(step.outputs).toMatchObject({ created: 'false', instance_id: '' });
      expectTranscript('restoring/dry-run', cloud, step);
    },
    { sourceId: PAIR },
  ));

test('everything that is wrong with the inputs is told at once', () =>
  play(async (cloud) => {
    const step = await cloud.restore({
      ...{ instance_id: '', newest: 'true', name: '1st', password: '', fill: 'volume.size' },
      ...{ access_key: '', secret_key: '', username: 'me', domain_name: 'us', wait_timout: '3h' },
    });
    expect([step.exitCode, step.requests]).toEqual([1, []]);
    expectTranscript('restoring/wrong-inputs', cloud, step);
  }));

test('what a field does not take, and what is open, is told at once too, before an instance is asked for', () =>
  play(
    async (cloud) => {
      const step = await cloud.restore({ fill: 'volume.size=20\ncolour=red', password: 'weak' });
      expect([step.exitCode, cloud.simulator.restored]).toEqual([1, []]);
      expect(step.written.replaceAll('::add-mask::weak', '')).not.toContain('weak');
      expectTranscript('restoring/wrong-fields', cloud, step);
    },
    { sourceId: PAIR },
  ));

test('a name that exists is red with its id, and is not this step’s', () =>
  play(async (cloud) => {
    const step = await cloud.restore({ name: 'shop' });
    expect(step.outputs).toMatchObject({ instance_id: PAIR, created: 'false' });
    expect(cloud.simulator.restored).toEqual([]);
    expectTranscript('restoring/name-exists', cloud, step);
  }));

test('after a lost answer a name of the user’s is red, may exist', () =>
  play(async (cloud) => {
    cloud.simulator.inject({ name: 'reset-after', operation: 'restore' });
    const step = await cloud.restore({ name: 'drill-1' });
    expect(step.outputs).toMatchObject({ instance_name: 'drill-1', created: 'false' });
    expect(step.requests.filter(isFor('restore'))).toHaveLength(1);
    expectTranscript('restoring/lost', cloud, step);
  }));

test('one that fails is red with its id', () =>
  play(async (cloud) => {
    cloud.simulator.inject({ name: 'restore-fails', failReason: 'no room in the zone' });
    const step = await cloud.restore();
    const id = cloud.simulator.restored[0]?.id;
    expect(step.outputs).toMatchObject({ instance_id: id, created: 'true', status: 'FAILED' });
    expectTranscript('restoring/failed', cloud, step);
  }));

test('a cancelled wait leaves the instance, and its id in the outputs', () =>
  play(async (cloud) => {
    let polls = 0;
    const when = isFor('instances');
    const cancelAt = {
      moment: 'answer' as const,
      when: (request: Parameters<typeof when>[0]) => {
        polls += when(request) ? 1 : 0;
        return polls === 6;
      },
    };
    const step = await cloud.restore({}, { cancelAt });
    const id = cloud.simulator.restored[0]?.id;
    expect(step.summary.match(/^### .*/gm)).toEqual([
      '### ❌ The new instance exists, and is not known to be ready',
    ]);
    expect(step.outputs).toMatchObject({ instance_id: id, created: 'true', status: 'BUILD' });
    expectTranscript('restoring/cancelled', cloud, step);
  }));

test('without waiting it is green as soon as it is accepted, and says so', () =>
  play(async (cloud) => {
    const step = await cloud.restore({ wait: 'false' });
    expect([step.exitCode, step.outputs['status']]).toEqual([0, 'BUILD']);
    expect(step.summary).toContain('Restore accepted: the new instance is not known to be ready');
  }));

test('a backup that is not there, none at all, and one that is not completed are red, and nothing is asked for', () =>
  play(async (cloud) => {
    const { simulator } = cloud;
    const unknown = await cloud.restore({ backup_id: '0123' });
    const none = await cloud.restore({ instance_id: PAIR, backup_id: '', newest: 'true' });
    const failed = simulator.seedBackup({ instanceId: SOURCE_ID, failReason: 'x' });
    const unfit = await cloud.restore({ backup_id: failed.id });
    expect([unknown, none, unfit].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    expect(simulator.restored).toEqual([]);
  }));
