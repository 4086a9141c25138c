import { expect, test } from '@jest/globals';
import { BackupClient, DeadlineError } from '../../../src/index.ts';
import {
  broken,
  HOST,
  MemoryDispatcher,
  PROJECT,
  type Respond,
  testClient,
  thrownBy,
} from '../../support/memory-cloud.ts';
import { accepted, order, refusedWith } from '../../support/scripted-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const password = { kind: 'password', username: 'u', password: 'secret', domainName: 'd' } as const;

function passwordClient(respond: Respond) {
  return new BackupClient({
    endpoints: { taurusdb: HOST },
    iamEndpoint: HOST,
    projectId: PROJECT,
    credentials: password,
    dispatcher: new MemoryDispatcher(respond),
    clock: virtualClock(),
    random: () => 0.5,
  });
}

const hasUniqueName = true;

test.each<[string, Respond, object]>([
  ['a 503 at the login', () => ({ status: 503 }), { status: 503 }],
  [
    'a proxy that refuses for a while',
    () => {
      throw Object.assign(new Error('Proxy response (403) !== 200 when HTTP Tunneling'));
    },
    { mayHaveArrived: false },
  ],
  [
    'an unreachable login',
    () => {
      throw broken('ECONNREFUSED');
    },
    { code: 'ECONNREFUSED' },
  ],
])(
  'the deadline in the middle of %s names that, and not the time alone',
  async (_, respond, cause) => {
    const client = passwordClient(respond);
    const error = await thrownBy(client.createBackup(order, { hasUniqueName, timeoutMs: 1_200 }));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ cause: expect.objectContaining(cause) });
    expect(error).toHaveProperty('message', expect.stringContaining('What went wrong last: '));
    expect(error).toHaveProperty('hint', expect.not.stringContaining('slowly'));
  },
);

test('a look-up before the create that is throttled to the end names the throttling', async () => {
  const { client } = testClient({ respond: () => refusedWith(429, 'APIGW.0308') });
  const error = await thrownBy(client.createBackup(order, { timeoutMs: 1_800_000 }));
  expect(error).toMatchObject({ name: 'DeadlineError', cause: { kind: 'throttled' } });
});

test('a create that says no in a 2xx: its code and text are told, and it is looked for all the same', async () => {
  const body = { error_code: 'DBS.201003', error_msg: 'You have no permission.' };
  let looks = 0;
  const { client } = testClient({
    respond: ({ method }) => {
      if (method === 'POST') return { ...accepted, body };
      looks += 1;
      return { body: { backups: [] } };
    },
  });
  const error = await thrownBy(client.createBackup(order, { hasUniqueName }));
  expect(error).toMatchObject({
    name: 'UncertainCreateError',
    message: expect.stringContaining('DBS.201003 "You have no permission."'),
  });
  expect(looks).toBeGreaterThan(20);
});

test.each([
  ['a known code', 'DBS.200010', 'forbidden'],
  ['a code that no page lists', 'DBS.200999', 'denied'],
  ['a code of the policies', 'PAP5.0023', 'denied'],
  ['a code of the gateway', 'APIGW.0802', 'denied'],
])('403 with %s names the right that may be missing', async (_, code, kind) => {
  const { client } = testClient({ respond: () => refusedWith(403, code) });
  const error = await thrownBy(client.createBackup(order, { hasUniqueName }));
  expect(error).toMatchObject({
    kind,
    hint: expect.stringContaining('gaussdb:backup:create'),
  });
});

test.each<[string, Respond]>([
  ['a create', ({ method }) => (method === 'POST' ? { status: 429 } : { body: { backups: [] } })],
  ['a look before the create', () => ({ status: 429 })],
  [
    'a busy instance',
    ({ method, url }) => {
      if (method === 'POST') return refusedWith(409, 'DBS.201205');
      return url.pathname.endsWith('/instances')
        ? { body: { instances: [] } }
        : { body: { backups: [] } };
    },
  ],
])(
  'without waiting for the backup, ten minutes are enough for %s that is put off',
  async (_, respond) => {
    const { client, clock } = testClient({ respond });
    const [outcome] = await client.createBackups([order], { wait: false, timeoutMs: 3_600_000 });
    expect(outcome).toMatchObject({
      backup: undefined,
      error: { name: expect.stringMatching(/^(ApiError|InstanceBusyError)$/) },
    });
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
    expect(clock.monotonicMs()).toBeLessThanOrEqual(720_000);
  },
);
