import { describe, expect, test } from '@jest/globals';
import { StatusUnavailableError, serviceIds, UncertainCreateError } from '../../../src/index.ts';
import { aBackup, INSTANCE, testClient, thrownBy } from '../../support/memory-cloud.ts';
import { order, refusedWith, scriptedCloud } from '../../support/scripted-cloud.ts';

const gone = refusedWith(404, 'APIGW.0101');

describe.each(serviceIds)('a list of %s that the cloud has switched off', (service) => {
  test('ends a wait with the backup’s id and the call’s name, never as a backup that is not there', async () => {
    const { client } = testClient({ respond: () => gone });
    const backup = aBackup({ service, instanceId: INSTANCE });
    const error = await thrownBy(client.waitForBackup(backup, { timeoutMs: 600_000 }));
    expect(error).toBeInstanceOf(StatusUnavailableError);
    expect(error).toMatchObject({
      backup: { id: 'b-1' },
      message: expect.stringMatching(/b-1 .*GET \/.*\/backups, HTTP 404/),
      hint: expect.stringContaining('may have switched it off'),
    });
  });

  test('is no answer to the question for one backup', async () => {
    const { client } = testClient({ respond: () => gone });
    const error = await thrownBy(client.getBackup({ service, id: 'b-1', instanceId: INSTANCE }));
    expect(error).toMatchObject({ name: 'ApiError', kind: 'routing', method: 'GET' });
  });
});

test('after a create whose answer was lost, a list that is gone leaves "may exist"', async () => {
  const cloud = scriptedCloud({
    creates: [{ status: 503 }],
    backups: ({ creates }) => (creates === 0 ? [] : gone),
  });
  const error = await thrownBy(cloud.client.createBackup(order, { timeoutMs: 600_000 }));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(cloud.count('create')).toBe(1);
});
