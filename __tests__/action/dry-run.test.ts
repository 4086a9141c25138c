import { expect, test } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/index.ts';
import { serviceIds } from '../../src/services/index.ts';
import {
  instanceIdAt,
  isFor,
  NOWHERE,
  type Step,
  type StepCloud,
  type StepSetup,
  withStepCloud,
} from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const HOUR_MS = 3_600_000;

/** Plays a dry run, which never creates or deletes anything and has no outputs. */
async function dryRun(cloud: StepCloud, service: string, setup: StepSetup = {}): Promise<Step> {
  const before = cloud.simulator.everyBackupId.length;
  const inputs = { dry_run: 'true', ...setup.inputs };
  const step = await cloud.run(service, { ...setup, inputs });
  const changing = step.requests.filter(({ method, operation }) =>
    method === 'POST' ? operation !== 'login' : method !== 'GET',
  );
  expect(changing).toEqual([]);
  expect(cloud.simulator.everyBackupId).toHaveLength(before);
  expect(step.outputs).toEqual({});
  return step;
}

type Prepare = (cloud: StepCloud) => Readonly<Record<string, string>>;

/** A dry run whose transcript has this name. */
const scenario =
  (name: string, service: string, exitCode: 0 | 1, prepare: Prepare, options?: SimulatorOptions) =>
  async () => {
    await withStepCloud(options ?? {}, async (cloud) => {
      const step = await dryRun(cloud, service, { inputs: prepare(cloud) });
      expect(step.exitCode).toBe(exitCode);
      expectTranscript(name, cloud, step);
    });
  };

/** What several targets of one step are given. */
const several = (lines: readonly string[]) => ({
  service: '',
  instance_id: '',
  targets: lines.join('\n'),
});

const seedNightly = ({ simulator }: StepCloud, service: string, at: number) => {
  const instanceId = instanceIdAt(simulator, service, at);
  simulator.seedBackup({ instanceId, type: 'manual', name: 'nightly' });
};

test.each(serviceIds)('a dry run of %s is green when nothing is wrong', async (service) => {
  await scenario(`dry-run/nothing-wrong-${service}`, service, 0, () => ({}))();
});

test('a wrong key fails the login once in each form, and what needs it is not checked', async () => {
  await withStepCloud({}, async (cloud) => {
    const step = await dryRun(cloud, 'rds', { inputs: { secret_key: 'not-the-key' } });
    expect(cloud.simulator.refusedLogins).toBe(2);
    expectTranscript('dry-run/wrong-key', cloud, step);
  });
});

test('a wrong key is tried once in each form and told once, however many databases are checked', async () => {
  await withStepCloud({}, async (cloud) => {
    const { simulator } = cloud;
    const targets = [0, 1, 2].map((at) => `taurusdb:${instanceIdAt(simulator, 'taurusdb', at)}`);
    const { projectId: project_id } = simulator.account;
    const inputs = { ...several(targets), secret_key: 'not-the-key', project_id };
    const step = await dryRun(cloud, 'taurusdb', { inputs });
    expect(simulator.refusedLogins).toBe(2);
    expectTranscript('dry-run/wrong-key-for-several', cloud, step);
  });
});

test(
  'an unknown instance fails',
  scenario('dry-run/unknown-instance', 'taurusdb', 1, () => ({ instance_id: NOWHERE })),
);

test(
  'an unknown project fails',
  scenario('dry-run/unknown-project', 'rds', 1, () => ({ project_name: 'eu-de_gone' })),
);

test(
  'an instance that is busy with a backup is a warning: the step would wait',
  scenario('dry-run/busy', 'taurusdb', 0, ({ simulator, clock }) => {
    const instanceId = instanceIdAt(simulator, 'taurusdb');
    const beganAt = clock.epochMs();
    simulator.seedBackup({ instanceId, beganAt, endsAt: beganAt + HOUR_MS });
    return {};
  }),
);

test(
  'a frozen instance fails: waiting would not help',
  scenario('dry-run/frozen', 'rds', 1, ({ simulator }) => {
    simulator.setInstance(instanceIdAt(simulator, 'rds'), { status: 'FROZEN' });
    return {};
  }),
);

test(
  'an engine that this cloud does not back up fails',
  scenario('dry-run/engine', 'geminidb', 1, ({ simulator }) => ({
    instance_id: instanceIdAt(simulator, 'geminidb', 2),
  })),
);

test(
  'single databases of an engine that backs up whole instances only fail',
  scenario('dry-run/single-databases', 'rds', 1, () => ({ databases: 'orders' })),
);

test(
  'a read replica fails',
  scenario('dry-run/read-replica', 'rds', 1, ({ simulator: { instances } }) => ({
    instance_id: instances.find(({ name }) => name === 'shop-replica')?.id ?? '',
  })),
);

test(
  'a name that another instance’s backup has fails where a project takes a name once',
  scenario('dry-run/name-taken', 'geminidb', 1, (cloud) => {
    seedNightly(cloud, 'geminidb', 1);
    return { name: 'nightly' };
  }),
);

test(
  'a name that is taken is a warning where no page says whether that matters',
  scenario('dry-run/name-may-be-taken', 'taurusdb', 0, (cloud) => {
    seedNightly(cloud, 'taurusdb', 0);
    return { name: 'nightly' };
  }),
);

test(
  'with reuse_existing a backup of that name is what would be taken',
  scenario('dry-run/would-be-reused', 'taurusdb', 0, (cloud) => {
    seedNightly(cloud, 'taurusdb', 0);
    return { name: 'nightly', reuse_existing: 'true' };
  }),
);

test(
  'a list of backups that is forbidden fails',
  scenario('dry-run/list-forbidden', 'taurusdb', 1, ({ simulator }) => {
    simulator.inject({ service: 'taurusdb', operation: 'list', name: 'forbidden', ...ALWAYS });
    return { keep_last: '1' };
  }),
);

test(
  'a list of instances that is forbidden fails',
  scenario('dry-run/instances-forbidden', 'taurusdb', 1, ({ simulator }) => {
    simulator.inject({ service: 'taurusdb', operation: 'instances', name: 'forbidden', ...ALWAYS });
    return {};
  }),
);

test(
  'a service that can’t be reached fails each check that needs it',
  scenario('dry-run/unreachable', 'taurusdb', 1, ({ simulator }) => {
    simulator.inject({ service: 'taurusdb', name: 'reset-before', ...ALWAYS });
    return { project_id: simulator.account.projectId };
  }),
);

test(
  'three problems are told in one run',
  scenario('dry-run/three-problems', 'geminidb', 1, (cloud) => {
    const instance_id = instanceIdAt(cloud.simulator, 'geminidb', 2);
    cloud.simulator.setInstance(instance_id, { status: 'frozen' });
    seedNightly(cloud, 'geminidb', 2);
    return { instance_id, name: 'nightly' };
  }),
);

test(
  'with several databases each has its checks, what they share is told once, and one bad one makes the step red',
  scenario('dry-run/several-one-bad', 'rds', 1, ({ simulator }) =>
    several([`taurusdb:${instanceIdAt(simulator, 'taurusdb')}`, `rds:${NOWHERE}`]),
  ),
);

test(
  'with several good databases there is a group for each, with its name',
  scenario('dry-run/several', 'rds', 0, ({ simulator }) =>
    several([0, 1].map((at) => `taurusdb:${instanceIdAt(simulator, 'taurusdb', at)}`)),
  ),
);

test('several databases of a service share one reading of its list, and so does retention', async () => {
  await withStepCloud({}, async (cloud) => {
    const { simulator } = cloud;
    const ids = [0, 1, 2].map((at) => instanceIdAt(simulator, 'dds', at));
    for (let at = 0; at < 120; at++) {
      simulator.seedBackup({ instanceId: ids[at % 3] ?? '', type: 'manual', name: `old-${at}` });
    }
    const inputs = { ...several(ids.map((id) => `dds:${id}`)), keep_last: '1' };
    const step = await dryRun(cloud, 'dds', { inputs });
    expect(step.exitCode).toBe(0);
    expect(step.lines.filter((line) => line.includes('[passed] Retention: '))).toHaveLength(3);
    expect(step.requests.filter(isFor('list'))).toHaveLength(2);
  });
});

test(
  'a name of several instances fails, and lists them',
  scenario('dry-run/name-of-several', 'rds', 1, ({ simulator }) => {
    simulator.setInstance(instanceIdAt(simulator, 'rds', 2), { name: 'shop' });
    return { instance_id: '', instance_name: 'shop' };
  }),
);

test(
  'a name of one instance is found, and that instance is checked',
  scenario('dry-run/name-of-one', 'rds', 0, () => ({ instance_id: '', instance_name: 'shop' })),
);

test(
  'a guard that does not fit fails',
  scenario('dry-run/guard', 'rds', 1, () => ({ instance_name: 'staging' })),
);

test(
  'when wait_timeout is over, what was found of the other databases is told all the same',
  scenario('dry-run/time-is-over', 'rds', 1, ({ simulator }) => {
    simulator.inject({ service: 'dds', operation: 'instances', name: 'timeout-before', ...ALWAYS });
    const targets = ['rds', 'dds'].map((s) => `${s}:${instanceIdAt(simulator, s)}`);
    return { ...several(targets), wait_timeout: '15s' };
  }),
);

test('cancelled, it is red and has created nothing', async () => {
  await withStepCloud({}, async (cloud) => {
    cloud.simulator.inject({ name: 'timeout-before', operation: 'instances' });
    const step = await dryRun(cloud, 'rds', {
      cancelAt: { moment: 'request', when: isFor('instances') },
    });
    expect(step.exitCode).toBe(1);
    expectTranscript('dry-run/cancelled', cloud, step);
  });
});
