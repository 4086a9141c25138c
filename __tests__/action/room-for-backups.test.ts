import { expect, test } from '@jest/globals';
import { instanceIdAt, isFor, type StepCloud, withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

const DAY_MS = 86_400_000;

function plant({ simulator, clock }: StepCloud, count: number): void {
  const instanceId = instanceIdAt(simulator, 'geminidb');
  for (let at = 0; at < count; at++) {
    const beganAt = clock.epochMs() - DAY_MS - at * 60_000;
    const times = { beganAt, endsAt: beganAt + 1_000 };
    simulator.seedBackup({ instanceId, name: `by-hand-${at}`, type: 'manual', ...times });
  }
}

test('at nine tenths of a limit that a page names: green, with a warning that says how to make room', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    plant(cloud, 44);
    const step = await cloud.run('geminidb');
    expect([step.exitCode, step.annotations.length]).toEqual([0, 1]);
    expectTranscript('room-for-backups/nearly-full', cloud, step);
  });
});

test('with more room the number stands in the summary alone, and no call was made for it', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    plant(cloud, 43);
    const step = await cloud.run('geminidb');
    expect(step.annotations).toEqual([]);
    expect(step.summary).toContain('| Manual backups | 44 |');
    expect(step.requests.filter(isFor('list'))).toHaveLength(1);
  });
});

test('a refused backup is told with the number as well, where its name made the step read the list', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    plant(cloud, 50);
    const body = { error_code: 'DBS.280001', error_msg: 'The quota is used up.' };
    cloud.simulator.inject({ name: 'error', operation: 'create', status: 403, body });
    const step = await cloud.run('geminidb', { inputs: { name: 'release-42' } });
    expect(step.annotations.map(({ level }) => level)).toEqual(['warning', 'error']);
    expectTranscript('room-for-backups/full', cloud, step);
  });
});
