import { expect, test } from '@jest/globals';
import { INSTANCE, testClient } from '../../support/memory-cloud.ts';

test('what a list has told of an instance is known by its id in any case', async () => {
  const { client } = testClient({
    respond({ method, url }) {
      if (method === 'POST') return { body: { backup: { id: 'b-1' } } };
      const instances = [{ id: INSTANCE, name: 'shop', status: 'normal' }];
      return url.pathname.endsWith('/instances')
        ? { body: { instances, total_count: 1 } }
        : { body: { backups: [], total_count: 0 } };
    },
  });
  await client.findInstance({ service: 'taurusdb', instanceId: INSTANCE });
  const order = {
    service: 'taurusdb',
    instanceId: INSTANCE.toUpperCase(),
    name: 'nightly',
  } as const;
  const [outcome] = await client.createBackups([order], { wait: false, hasUniqueName: true });
  expect(outcome).toMatchObject({ error: undefined, instanceName: 'shop' });
});
