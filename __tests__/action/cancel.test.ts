import { expect, test } from '@jest/globals';
import type { RecordedRequest } from '../../simulator/index.ts';
import { instanceIdAt, isFor, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const AN_HOUR = { backupMs: 3_600_000 };
const ALWAYS = { times: Number.POSITIVE_INFINITY };
const NOWHERE = `${'f'.repeat(32)}in01`;

/** Is true once backups of as many instances have been polled. */
const pollsOf = (count: number) => {
  const polled = new Set<string | undefined>();
  return ({ operation, query }: RecordedRequest) =>
    operation === 'list' && polled.add(query['instance_id']).size === count;
};

test('cancelled while waiting: it ends by itself, and says which backup goes on', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const cancelAt = { moment: 'answer', when: isFor('list') } as const;
    const step = await cloud.run('taurusdb', { cancelAt });
    expect(step.outputs['backup_id']).toBe(cloud.simulator.backups[0]?.id);
    expectTranscript('cancel/waiting', cloud, step);
  });
});

test('cancelled with the create in flight: it waits for that answer and writes the id', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const cancelAt = { moment: 'request', when: isFor('create') } as const;
    const step = await cloud.run('geminidb', { cancelAt });
    expect(step.outputs['backup_id']).toBe(cloud.simulator.backups[0]?.id);
    expectTranscript('cancel/create-in-flight', cloud, step);
  });
});

test('cancelled with a create that is never answered: it says that a backup may exist', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    cloud.simulator.inject({ name: 'timeout-after', operation: 'create' });
    const cancelAt = { moment: 'request', when: isFor('create') } as const;
    const step = await cloud.run('rds', { cancelAt });
    expect(cloud.simulator.backups).toHaveLength(1);
    expectTranscript('cancel/create-never-answered', cloud, step);
  });
});

test('cancelled before the create: there is none, and it says so', async () => {
  await withStepCloud({}, async (cloud) => {
    cloud.simulator.inject({ name: 'timeout-before', operation: 'projects' });
    const cancelAt = { moment: 'request', when: isFor('projects') } as const;
    const step = await cloud.run('rds-v1', { cancelAt });
    expect(cloud.simulator.everyBackupId).toEqual([]);
    expectTranscript('cancel/before-the-create', cloud, step);
  });
});

test('cancelled while waiting for a busy instance: there is none, and it says so', async () => {
  await withStepCloud({}, async (cloud) => {
    const { simulator, clock } = cloud;
    const id = instanceIdAt(simulator, 'taurusdb');
    simulator.setInstance(id, { busyUntil: clock.epochMs() + AN_HOUR.backupMs });
    const cancelAt = { moment: 'answer', when: isFor('instances') } as const;
    const step = await cloud.run('taurusdb', { cancelAt });
    expect(simulator.everyBackupId).toEqual([]);
    expectTranscript('cancel/busy', cloud, step);
  });
});

test('cancelled while looking for a backup whose answer was lost: one may exist', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    cloud.simulator.inject({ name: 'reset-after', operation: 'create' });
    cloud.simulator.inject({ name: 'lagging-list', operation: 'list', ...ALWAYS });
    const cancelAt = { moment: 'answer', when: isFor('list') } as const;
    const step = await cloud.run('taurusdb', { cancelAt });
    expect(cloud.simulator.backups).toHaveLength(1);
    expectTranscript('cancel/answer-lost', cloud, step);
  });
});

test('cancelled while several run: it ends by itself, and tells each backup that goes on', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const ids = [0, 1].map((at) => instanceIdAt(cloud.simulator, 'rds', at));
    const step = await cloud.run('rds', {
      inputs: { instance_id: [NOWHERE, ...ids].join() },
      cancelAt: { moment: 'request', when: pollsOf(2) },
    });
    expect(cloud.simulator.backups).toHaveLength(2);
    expectTranscript('cancel/several-waiting', cloud, step);
  });
});

test('of several with a create in flight: its id is told, and what has not been sent never is', async () => {
  await withStepCloud(AN_HOUR, async (cloud) => {
    const ids = [0, 1, 2].map((at) => instanceIdAt(cloud.simulator, 'taurusdb', at));
    const step = await cloud.run('taurusdb', {
      inputs: { instance_id: ids.join(), concurrency: '1' },
      cancelAt: { moment: 'request', when: isFor('create') },
    });
    expect(cloud.simulator.backups).toHaveLength(1);
    expectTranscript('cancel/several-create-in-flight', cloud, step);
  });
});
