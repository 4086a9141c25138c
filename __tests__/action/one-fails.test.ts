import { expect, test } from '@jest/globals';
import {
  instanceIdAt,
  isFor,
  NOWHERE,
  readEntries,
  type StepCloud,
  withStepCloud,
} from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const AN_HOUR = { backupMs: 3_600_000 };
const ALWAYS = { times: Number.POSITIVE_INFINITY };

const idsOf = ({ simulator }: StepCloud, count: number) =>
  Array.from({ length: count }, (_, at) => instanceIdAt(simulator, 'taurusdb', at));

const statusesOf = (step: Parameters<typeof readEntries>[0]) =>
  readEntries(step).map(({ status }) => status);

test('when one is refused, the others are still waited for, and all are told', async () => {
  await withStepCloud({ backupMs: 500 }, async (cloud) => {
    const inputs = { instance_id: [NOWHERE, ...idsOf(cloud, 2)].join('\n') };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.exitCode).toBe(1);
    expect(statusesOf(step)).toEqual(['FAILED', 'COMPLETED', 'COMPLETED']);
    expectTranscript('one-fails/the-first', cloud, step);
  });
});

test('the status is not COMPLETED when another than the first fails', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const inputs = { instance_id: [...idsOf(cloud, 1), NOWHERE].join() };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.exitCode).toBe(1);
    expect(step.outputs['status']).toBe('FAILED');
    expectTranscript('one-fails/another-than-the-first', cloud, step);
  });
});

test('each of several failures is told with its own reason', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const { simulator } = cloud;
    simulator.inject({ service: 'rds', name: 'backup-fails', failReason: 'The disk is full.' });
    simulator.inject({ service: 'dds', operation: 'create', name: 'forbidden', times: 9 });
    const targets = ['rds', 'dds', 'taurusdb'].map((s) => `${s}:${instanceIdAt(simulator, s)}`);
    const step = await cloud.runTargets(targets);
    expect(statusesOf(step)).toEqual(['FAILED', 'FAILED', 'COMPLETED']);
    expectTranscript('one-fails/two-reasons', cloud, step);
  });
});

test('a create without a known outcome is UNKNOWN, never FAILED, and says that one may exist', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const { simulator } = cloud;
    simulator.inject({ service: 'taurusdb', operation: 'create', name: 'reset-after' });
    simulator.inject({ service: 'taurusdb', operation: 'list', name: 'lagging-list', ...ALWAYS });
    const targets = ['taurusdb', 'dds'].map((s) => `${s}:${instanceIdAt(simulator, s)}`);
    const step = await cloud.runTargets(targets, { inputs: { wait_timeout: '15s' } });
    expect(statusesOf(step)).toEqual(['UNKNOWN', 'COMPLETED']);
    expectTranscript('one-fails/may-exist', cloud, step);
  });
});

test('at the deadline each that still runs is told, and its id is known', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const inputs = { instance_id: idsOf(cloud, 2).join(), wait_timeout: '15s' };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.exitCode).toBe(1);
    expect(statusesOf(step)).toEqual(['BUILDING', 'BUILDING']);
    expectTranscript('one-fails/still-running', cloud, step);
  });
});

test('fail_fast: no further create is sent after the first failure', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const instance_id = [NOWHERE, ...idsOf(cloud, 3)].join();
    const inputs = { instance_id, fail_fast: 'true', concurrency: '1' };
    const step = await cloud.run('taurusdb', { inputs });
    expect(step.requests.filter(isFor('create'))).toHaveLength(1);
    expectTranscript('one-fails/fail-fast', cloud, step);
  });
});

test('fail_fast: it stops waiting, and lists what still runs', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    // One at a time: the last is refused when the others run.
    const instance_id = [...idsOf(cloud, 2), NOWHERE].join();
    const inputs = { instance_id, fail_fast: 'true', concurrency: '1' };
    const step = await cloud.run('taurusdb', { inputs });
    expect(statusesOf(step)).toEqual(['BUILDING', 'BUILDING', 'FAILED']);
    expectTranscript('one-fails/fail-fast-while-others-run', cloud, step);
  });
});

test('without fail_fast an instance that is busy is still backed up after another’s failure', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    cloud.simulator.inject({ service: 'taurusdb', operation: 'create', name: 'busy', skip: 1 });
    const instance_id = [NOWHERE, ...idsOf(cloud, 1)].join();
    const inputs = { instance_id, concurrency: '1', busy_timeout: '5m' };
    const step = await cloud.run('taurusdb', { inputs });
    expect(statusesOf(step)).toEqual(['FAILED', 'COMPLETED']);
    expectTranscript('one-fails/the-other-is-busy', cloud, step);
  });
});
