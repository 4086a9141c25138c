import { expect, test } from '@jest/globals';
import { MockAgent } from 'undici';
import { BackupClient, NetworkError, UncertainCreateError } from '../../src/index.ts';
import { HOST, PROJECT } from './test-client.ts';
import { virtualClock } from './virtual-clock.ts';

async function createOver(error: Error): Promise<unknown> {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  const cloud = dispatcher.get(HOST);
  cloud.intercept({ method: 'POST', path: /.*/ }).replyWithError(error).times(9);
  cloud.intercept({ method: 'GET', path: /.*/ }).reply(200, { backups: [] }).persist();
  const client = new BackupClient({
    endpoints: { rds: HOST },
    projectId: PROJECT,
    credentials: { kind: 'token', token: 'the-token' },
    dispatcher,
    clock: virtualClock(),
  });
  const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
  const outcome: unknown = await client
    .createBackup(order, { hasUniqueName: true })
    .catch((thrown: unknown) => thrown);
  const creates = dispatcher.pendingInterceptors().find(({ method }) => method === 'POST');
  expect(creates).toMatchObject({ timesInvoked: 3 });
  await dispatcher.close();
  return outcome;
}

const withCode = (code?: string) => Object.assign(new Error('x'), code && { code });

test.each([
  ['ECONNREFUSED'],
  ['ENOTFOUND'],
  ['EAI_AGAIN'],
  ['EHOSTUNREACH'],
  ['ENETUNREACH'],
  ['UND_ERR_CONNECT_TIMEOUT'],
])('%s: no backup was asked for', async (code) => {
  const error = await createOver(withCode(code));
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({
    code,
    mayHaveArrived: false,
    message: `No answer from cloud.test when asked to create backup nightly of instance i-1: ${code}.`,
    hint: code.startsWith('E') && code.endsWith('UNREACH') ? undefined : expect.any(String),
  });
});

test.each([
  ['ECONNRESET'],
  ['EPIPE'],
  ['UND_ERR_SOCKET'],
  ['UND_ERR_HEADERS_TIMEOUT'],
  [undefined],
])('%s: a backup may exist', async (code) => {
  const error = await createOver(withCode(code));
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toMatchObject({ backupName: 'nightly', instanceId: 'i-1' });
  expect(error).toHaveProperty('cause.code', code);
});

test('a code deep inside is found', async () => {
  const inner = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]);
  expect(await createOver(new Error('fetch failed', { cause: inner }))).toMatchObject({
    code: 'ECONNREFUSED',
    mayHaveArrived: false,
  });
});
