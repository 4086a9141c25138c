import { expect, test } from '@jest/globals';
import { withStepCloud } from '../support/step-cloud.ts';
import { expectTranscript } from '../support/transcripts.ts';

test('all problems of the inputs come in one annotation, by name, and nothing is sent', async () => {
  await withStepCloud({}, async (cloud) => {
    const step = await cloud.run('mysql', {
      inputs: {
        instance_id: 'a/b',
        name: '1st',
        description: "it's",
        region: 'EU DE',
        endpoint: 'http://db.example',
        access_key: 'AK with blanks',
        secret_key: '',
        wait: 'yes',
        wait_timeout: '60',
      },
    });
    expect([step.annotations.length, step.requests]).toEqual([1, []]);
    expect(step.masks).toContain('AK with blanks');
    expectTranscript('bad-inputs/ten', cloud, step);
  });
});

test('a missing login says that an unset secret arrives empty', async () => {
  await withStepCloud({}, async (cloud) => {
    const step = await cloud.run('rds', { inputs: { access_key: '', secret_key: '' } });
    expectTranscript('bad-inputs/no-login', cloud, step);
  });
});
