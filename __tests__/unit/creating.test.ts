import { expect, test } from '@jest/globals';
import { InputError, type ServiceId, UncertainCreateError } from '../../src/index.ts';
import type { Reply, Respond } from './memory-dispatcher.ts';
import { broken, INSTANCE, PROJECT, testClient } from './test-client.ts';

const order = {
  service: 'taurusdb',
  instanceId: INSTANCE,
  name: 'nightly',
  description: 'd',
} as const;
const accepted = {
  status: 201,
  body: { backup: { id: 'b-1', status: 'BUILDING' }, job_id: 'j-1' },
};

const thrownBy = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

async function createWith(reply: Reply | Error): Promise<unknown> {
  let count = 0;
  const respond: Respond = () => {
    count++;
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const outcome = await thrownBy(testClient({ respond }).client.createBackup(order));
  expect(count).toBe(1);
  return outcome;
}

test('an accepted backup has the request’s name and instance, whatever the answer says', async () => {
  const backup = {
    id: 'b-1',
    name: 'other',
    instance_id: 'other',
    status: 'BUILDING',
    description: 'x',
  };
  expect(await createWith({ status: 201, body: { backup, job_id: 'j-1' } })).toEqual({
    service: 'taurusdb',
    id: 'b-1',
    jobId: 'j-1',
    name: 'nightly',
    instanceId: INSTANCE,
    status: 'BUILDING',
    statusWord: 'BUILDING',
    partial: false,
    beginTime: undefined,
    endTime: undefined,
    sizeMb: undefined,
    description: 'd',
    type: 'manual',
    created: true,
  });
});

test.each([200, 201, 202])('a %d is success', async (status) => {
  expect(await createWith({ ...accepted, status })).toMatchObject({ id: 'b-1', created: true });
});

test.each<[string, Reply | Error]>([
  ['400', { status: 400, body: { error_code: 'DBS.280277', error_msg: 'x' } }],
  ['404', { status: 404 }],
  ['409', { status: 409, body: { error_code: 'DBS.201205', error_msg: 'x' } }],
  ['429', { status: 429 }],
  ['a refused connection', broken('ECONNREFUSED')],
  ['an unknown host', broken('ENOTFOUND')],
])('%s: surely no backup was made', async (_, reply) => {
  const error = await createWith(reply);
  expect(error).toHaveProperty('name', reply instanceof Error ? 'NetworkError' : 'ApiError');
});

test.each<[string, Reply | Error]>([
  ['500', { status: 500 }],
  ['502', { status: 502, body: '<html>' }],
  ['504', { status: 504 }],
  ['a reset', broken('ECONNRESET')],
  ['no headers in time', broken('UND_ERR_HEADERS_TIMEOUT')],
  ['an unknown break', broken()],
  ['a 200 without an id', { status: 200, body: {} }],
  ['a 200 that is HTML', { status: 200, body: '<html>' }],
])('%s: a backup may exist, and how to look is said', async (_, reply) => {
  const error = await createWith(reply);
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toMatchObject({
    backupName: 'nightly',
    instanceId: INSTANCE,
    message: expect.stringMatching(/^A backup named nightly may exist: TaurusDB was asked for it/),
    hint: expect.stringContaining(INSTANCE),
  });
});

test('a wrong order is told whole, before any request', async () => {
  const respond: Respond = () => {
    throw new Error('a request was sent');
  };
  const { client } = testClient({ respond });
  const bad = { service: 'geminidb', instanceId: 'a b', name: '1x', databases: ['x'] } as const;
  const error = await thrownBy(client.createBackup(bad));
  expect(error).toBeInstanceOf(InputError);
  expect(error).toMatchObject({
    problems: [
      { input: 'instanceId' },
      { input: 'name' },
      { input: 'databases' },
      { input: 'description' },
    ],
  });
});

test.each<[ServiceId, string, string | undefined]>([
  ['taurusdb', 'in07', undefined],
  ['taurusdb', 'in01', 'ends like one of RDS'],
  ['rds', 'in06', 'ends like one of GeminiDB, but the service is RDS: check both.'],
  ['rds', 'in99', undefined],
  ['rds-v1', 'no01', undefined],
  ['rds-v1', 'in07', 'TaurusDB'],
])('%s with an id that ends in %s: warning %s', async (service, suffix, warning) => {
  const body = { backup: { id: 'b-1' }, backup_id: 'b-1' };
  const { client, log } = testClient({ respond: () => ({ body }) });
  await client.createBackup({ ...order, service, instanceId: `${'a'.repeat(32)}${suffix}` });
  const warnings = log.lines.filter((line) => line.startsWith('warning'));
  expect(warnings).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)]);
});

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
    const v1 = { ...order, service: 'rds-v1', instanceId: node.id } as const;
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
  await client.createBackup({ ...order, service: 'rds-v1', instanceId: node.id });
  expect(log.lines.filter((line) => /^info: .*n-1/.test(line))).toHaveLength(1);
  expect(PROJECT).toHaveLength(32);
});
