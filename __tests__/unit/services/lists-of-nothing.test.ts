import { expect, test } from '@jest/globals';
import { serviceIds } from '../../../src/index.ts';
import { INSTANCE, testClient, thrownBy } from '../../support/memory-cloud.ts';

const target = (service: (typeof serviceIds)[number]) =>
  ({ service, instanceId: service === 'rds-v1' ? 'n-1' : INSTANCE }) as const;

test.each(serviceIds)(
  '%s: null in place of a list is an empty one where none is counted',
  async (service) => {
    const { client } = testClient({ respond: () => ({ body: { backups: null, total_count: 0 } }) });
    expect(await client.listBackups(target(service))).toEqual([]);
  },
);

test.each([3, undefined])(
  'null in place of a list that counts %j can’t be read',
  async (total_count) => {
    const { client } = testClient({ respond: () => ({ body: { backups: null, total_count } }) });
    expect(await thrownBy(client.listBackups(target('rds')))).toMatchObject({
      name: 'ResponseError',
      message: expect.stringContaining('it has no list at backups'),
    });
  },
);

test('the same of a list of instances', async () => {
  const { client } = testClient({ respond: () => ({ body: { instances: null, total_count: 0 } }) });
  const search = client.findInstance({ service: 'rds', name: 'shop' });
  expect(await thrownBy(search)).toHaveProperty('name', 'LookupError');
});

const MARK = '\u{FEFF}';

test('a byte order mark before an answer is taken off: of a create, a list and a refusal', async () => {
  const { client } = testClient({
    respond({ method, url }) {
      const record = { id: 'b-1', status: 'COMPLETED', instance_id: INSTANCE };
      const body = method === 'POST' ? { backup: record } : { backups: [record], total_count: 1 };
      if (url.searchParams.has('name')) {
        const text = `${MARK}${JSON.stringify({ error_code: 'DBS.280015', error_msg: 'x' })}`;
        return { status: 403, body: text };
      }
      return { body: `${MARK}${JSON.stringify(body)}` };
    },
  });
  const order = { ...target('taurusdb'), name: 'nightly' };
  const accepted = await client.createBackup(order, { hasUniqueName: true });
  expect(accepted).toHaveProperty('id', 'b-1');
  expect(await client.waitForBackup(accepted, { timeoutMs: 60_000 })).toHaveProperty(
    'status',
    'COMPLETED',
  );
  const refused = client.findInstance({ service: 'taurusdb', name: 'shop' });
  expect(await thrownBy(refused)).toMatchObject({ kind: 'forbidden', code: 'DBS.280015' });
});
