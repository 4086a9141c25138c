import { expect, test } from '@jest/globals';
import type { Respond } from './memory-dispatcher.ts';
import { testClient } from './test-client.ts';

const thrownBy = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

const node = {
  id: 'a'.repeat(32).concat('in01'),
  nodes: [
    { id: 'n-2', role: 'slave' },
    { id: 'n-1', role: 'master' },
  ],
};

test.each<[string, unknown]>([
  ['no instance', []],
  ['another instance', [{ ...node, id: 'other' }]],
  ['no master', [{ ...node, nodes: [{ id: 'n-2', role: 'slave' }] }]],
  ['no nodes', [{ id: node.id }]],
])(
  'RDS v1 with %s in the answer is a lookup error, and nothing is created',
  async (_, instances) => {
    const sent: string[] = [];
    const respond: Respond = ({ method }) => {
      sent.push(method);
      return { body: { instances } };
    };
    const { client } = testClient({ respond });
    const v1 = { service: 'rds-v1', instanceId: node.id, name: 'nightly' } as const;
    expect(await thrownBy(client.createBackup(v1))).toHaveProperty('name', 'LookupError');
    expect(sent).toEqual(['GET']);
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
