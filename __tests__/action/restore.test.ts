import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  isFor,
  operationsOf,
  readEntries,
  type Step,
  type StepCloud,
  withStepCloud,
} from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

// A request that restores, after one completed backup of each service: green-means-completed.

const ALWAYS = { times: Number.POSITIVE_INFINITY };

const countLists = (step: Step) => step.requests.filter(isFor('instances')).length;

const targetsOf = ({ simulator }: StepCloud, services: readonly string[]) =>
  services.map((service) => `${service}:${instanceIdAt(simulator, service)}`);

test('after a completed backup the list of instances is the last call, and the only one more', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const step = await cloud.run('rds');
    expect([operationsOf(step).at(-1), countLists(step)]).toEqual(['instances', 1]);
    expect(readEntries(step)).toMatchObject([{ instance_name: 'shop' }]);
  });
});

test('a completed backup that is returned with wait: false has the console’s way, without a call', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const instanceId = instanceIdAt(cloud.simulator, 'rds');
    cloud.simulator.seedBackup({ instanceId, type: 'manual', name: 'before-release' });
    const inputs = { wait: 'false', name: 'before-release', reuse_existing: 'true' };
    const step = await cloud.run('rds', { inputs });
    expect(countLists(step)).toBe(0);
    expectTranscript('restore/reused-without-waiting', cloud, step);
  });
});

test('where one service’s list is refused, the step is green, a line says so, and the others have a request', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const { simulator } = cloud;
    simulator.inject({ name: 'forbidden', operation: 'instances', service: 'dds', ...ALWAYS });
    const step = await cloud.runTargets(targetsOf(cloud, ['dds', 'rds']));
    expect([step.exitCode, countLists(step)]).toEqual([0, 2]);
    expectTranscript('restore/one-list-refused', cloud, step);
  });
});

test('of several of which one fails, the completed ones can be restored', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    cloud.simulator.inject({ name: 'backup-fails', service: 'dds' });
    const step = await cloud.runTargets(targetsOf(cloud, ['dds', 'rds']));
    expect(step.exitCode).toBe(1);
    expectTranscript('restore/one-failed', cloud, step);
  });
});

test('a cancellation while the list is read ends that, and the completed backup stands', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    cloud.simulator.inject({ name: 'timeout-before', operation: 'instances' });
    const cancelAt = { moment: 'request', when: isFor('instances') } as const;
    const step = await cloud.run('rds', { cancelAt });
    expect(step.exitCode).toBe(0);
    expectTranscript('restore/cancelled', cloud, step);
  });
});
