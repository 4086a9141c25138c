import { expect, test } from '@jest/globals';
import { withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

test('a backup that the quota refuses is told with how to make room', async () => {
  await withStepCloud({ backupMs: 0 }, async (cloud) => {
    const body = { error_code: 'DBS.290003', error_msg: 'The quota is used up.' };
    cloud.simulator.inject({ name: 'error', operation: 'create', status: 403, body });
    const step = await cloud.run('geminidb', { inputs: { name: 'release-42' } });
    expect(step.annotations.map(({ level }) => level)).toEqual(['error']);
    expectTranscript('room-for-backups/full', cloud, step);
  });
});
