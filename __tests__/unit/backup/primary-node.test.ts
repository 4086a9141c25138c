import { expect, test } from '@jest/globals';
import { type Respond, testClient, thrownBy } from '../../support/memory-cloud.ts';

const node = {
  id: 'a'.repeat(32).concat('in01'),
  nodes: [
    { id: 'n-2', role: 'slave' },
    { id: 'n-1', role: 'master' },
  ],
};

test.each<[string, unknown, number]>([
  ['no instance', [], 1],
  // That an instance is absent takes a list to its end.
  ['another instance', [{ ...node, id: 'other' }], 2],
  ['no master', [{ ...node, nodes: [{ id: 'n-2', role: 'slave' }] }], 1],
  ['no nodes', [{ id: node.id }], 1],
])(
  'RDS v1 with %s in the answer is a lookup error, and nothing is created',
  async (_, instances, lookups) => {
    const sent: string[] = [];
    const respond: Respond = ({ method }) => {
      sent.push(method);
      return { body: { instances } };
    };
    const { client } = testClient({ respond });
    const v1 = { service: 'rds-v1', instanceId: node.id, name: 'nightly' } as const;
    expect(await thrownBy(client.createBackup(v1))).toHaveProperty('name', 'LookupError');
    expect(sent).toEqual(Array.from({ length: lookups }, () => 'GET'));
  },
);

test('RDS v1 says in the log which node it found', async () => {
  const respond: Respond = ({ method, body }) => {
    if (method === 'GET') return { body: { instances: [node] } };
    expect(JSON.parse(body ?? '')).toMatchObject({ backup: { instance: 'n-1' } });
    return { body: { backup: { id: 'b-1' } } };
  };
  const { client, log } = testClient({ respond });
  const v1 = { service: 'rds-v1', instanceId: node.id, name: 'nightly' } as const;
  await client.createBackup(v1, { hasUniqueName: true });
  expect(log.lines.filter((line) => /^info: .*n-1/.test(line))).toHaveLength(1);
});

test('the node is looked up once a client, whatever is done with the instance, and told once', async () => {
  let lookUps = 0;
  const record = { id: 'b-1', name: 'nightly', instance_id: 'n-1', backuptype: '1' };
  const respond: Respond = ({ method, url }) => {
    if (method === 'POST') return { body: { backup: { id: 'b-1' } } };
    const isLookUp = url.pathname.endsWith('/instances');
    lookUps += isLookUp ? 1 : 0;
    return { body: isLookUp ? { instances: [node] } : { backups: [record] } };
  };
  const { client, log } = testClient({ respond });
  const target = { service: 'rds-v1', instanceId: node.id } as const;
  const rule = { keepLast: 1, isOurs: () => true };
  await Promise.all([
    client.createBackup({ ...target, name: 'nightly' }),
    client.listBackups(target),
    client.findOldBackups(target, rule),
  ]);
  await client.findOldBackups(target, rule);
  expect(lookUps).toBe(1);
  expect(log.lines.filter((line) => line.includes('wants the id of the primary node'))).toEqual([
    `info: RDS v1 wants the id of the primary node: instance ${node.id} has n-1.`,
  ]);
});

test('a node that was not found is looked up again', async () => {
  let instances: readonly object[] = [];
  const respond: Respond = ({ url }) => ({
    body: url.pathname.endsWith('/instances') ? { instances } : { backups: [] },
  });
  const { client } = testClient({ respond });
  const target = { service: 'rds-v1', instanceId: node.id } as const;
  expect(await thrownBy(client.listBackups(target))).toHaveProperty('name', 'LookupError');
  instances = [node];
  expect(await client.listBackups(target)).toEqual([]);
});

test.each([true, false])(
  'a preflight of RDS v1 without a primary node fails at the instance alone (reuseExisting: %j)',
  async (reuseExisting) => {
    const noPrimary = { ...node, name: 'db', status: 'ACTIVE', nodes: [{ id: 'n-2' }] };
    const respond: Respond = ({ url }) => ({
      body: url.pathname.endsWith('/instances') ? { instances: [noPrimary] } : { backups: [] },
    });
    const { client } = testClient({ respond });
    const order = { service: 'rds-v1', instanceId: node.id, name: 'nightly' } as const;
    const { checks, isReady } = await client.preflight(order, { reuseExisting });
    expect(isReady).toBe(false);
    const failed = checks.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ title }) => title)).toEqual(['Instance']);
    expect(failed[0]?.text).toContain(
      `RDS v1 wants the id of the primary node, and no primary node of instance ${node.id} was found.`,
    );
  },
);

test('RDS v1: the list that tells the node tells the instance’s name too', async () => {
  const respond: Respond = ({ method }) =>
    method === 'GET'
      ? { body: { instances: [{ ...node, name: 'shop' }] } }
      : { body: { backup: { id: 'b-1' } } };
  const { client, log } = testClient({ respond });
  const v1 = { service: 'rds-v1', instanceId: node.id, name: 'nightly' } as const;
  const options = { hasUniqueName: true, wait: false } as const;
  const [outcome] = await client.createBackups([v1], options);
  expect(outcome).toMatchObject({ instanceName: 'shop', error: undefined });
  expect(log.lines.join('\n')).toContain(`instance ${node.id} (shop) has n-1.`);
});
