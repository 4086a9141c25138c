import { expect, test } from '@jest/globals';
import { MockAgent } from 'undici';
import { BackupClient, NetworkError, UncertainCreateError } from '../../src/index.ts';
import { HOST, PROJECT } from './test-client.ts';
import { virtualClock } from './virtual-clock.ts';

/** Creates over connections that all end so; how often, and how it ended. */
async function createOver(error: Error) {
  const clock = virtualClock();
  const dispatcher = new MockAgent({ enableCallHistory: true });
  dispatcher.disableNetConnect();
  const cloud = dispatcher.get(HOST);
  cloud.intercept({ method: 'POST', path: /.*/ }).replyWithError(error).persist();
  cloud.intercept({ method: 'GET', path: /.*/ }).reply(200, { backups: [] }).persist();
  const client = new BackupClient({
    endpoints: { rds: HOST },
    projectId: PROJECT,
    credentials: { kind: 'token', token: 'the-token' },
    dispatcher,
    clock,
  });
  const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
  const outcome: unknown = await client
    .createBackup(order, { hasUniqueName: true })
    .catch((thrown: unknown) => thrown);
  const creates = dispatcher.getCallHistory()?.filterCallsByMethod('POST').length ?? 0;
  await dispatcher.close();
  return { outcome, creates, waitedMs: clock.monotonicMs() };
}

const withCode = (code?: string) => Object.assign(new Error('x'), code && { code });

test.each([
  ['ECONNREFUSED'],
  ['ENOTFOUND'],
  ['EAI_AGAIN'],
  ['EHOSTUNREACH'],
  ['ENETUNREACH'],
  ['UND_ERR_CONNECT_TIMEOUT'],
])('%s for a minute: no backup was asked for', async (code) => {
  const { outcome: error, creates, waitedMs } = await createOver(withCode(code));
  expect(waitedMs).toBe(60_000);
  expect(creates).toBeGreaterThan(5);
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
  const { outcome: error, creates } = await createOver(withCode(code));
  expect(creates).toBe(3);
  expect(error).toBeInstanceOf(UncertainCreateError);
  expect(error).toMatchObject({ backupName: 'nightly', instanceId: 'i-1' });
  expect(error).toHaveProperty('cause.code', code);
});

test('a code deep inside is found', async () => {
  const inner = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]);
  const { outcome } = await createOver(new Error('fetch failed', { cause: inner }));
  expect(outcome).toMatchObject({
    code: 'ECONNREFUSED',
    mayHaveArrived: false,
  });
});

test.each([['CERT_HAS_EXPIRED'], ['SELF_SIGNED_CERT_IN_CHAIN'], ['ERR_TLS_CERT_ALTNAME_INVALID']])(
  '%s: nobody becomes trusted by waiting, so it ends at once',
  async (code) => {
    const { outcome, creates, waitedMs } = await createOver(withCode(code));
    expect(outcome).toMatchObject({ name: 'NetworkError', code });
    expect([creates, waitedMs]).toEqual([1, 0]);
  },
);
