import { expect, test } from '@jest/globals';
import { MockAgent } from 'undici';
import { BackupClient, NetworkError, UncertainCreateError } from '../../../src/index.ts';
import { HOST, PROJECT } from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

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

const withCode = (code?: string, syscall?: string) =>
  Object.assign(new Error('x'), code && { code }, syscall && { syscall });

test('an error before the call is out: no backup was asked for', () =>
  checkRows(
    [
      ['ECONNREFUSED', 'connect'],
      ['ENOTFOUND', 'getaddrinfo'],
      ['EAI_AGAIN', 'getaddrinfo'],
      // Of a name look-up or a socket that is not the system's own.
      ['ECONNREFUSED', undefined],
      ['ENOTFOUND', undefined],
      ['EHOSTUNREACH', 'connect'],
      ['ENETUNREACH', 'connect'],
      ['ETIMEDOUT', 'connect'],
      ['UND_ERR_CONNECT_TIMEOUT', undefined],
      ['UND_ERR_PRX_CONN', undefined],
      ['UND_ERR_PRX_TLS', undefined],
    ],
    async (code, syscall) => {
      const { outcome: error, creates, waitedMs } = await createOver(withCode(code, syscall));
      expect(waitedMs).toBe(60_000);
      expect(creates).toBeGreaterThan(5);
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toMatchObject({
        code,
        mayHaveArrived: false,
        message: expect.stringContaining(
          'No answer from cloud.test when asked to create backup nightly of instance i-1: ',
        ),
        ...(code !== 'UND_ERR_PRX_TLS' && { hint: expect.any(String) }),
      });
    },
  ));

test('an error once the call is out: a backup may exist', () =>
  checkRows(
    [
      ['ECONNRESET', 'read'],
      ['EPIPE', 'write'],
      ['EHOSTUNREACH', 'read'],
      ['ENETUNREACH', 'read'],
      ['ENETDOWN', 'read'],
      ['ETIMEDOUT', 'read'],
      ['EHOSTUNREACH', 'write'],
      ['ECONNREFUSED', 'read'],
      ['EHOSTUNREACH', undefined],
      ['ECONNRESET', undefined],
      ['UND_ERR_SOCKET', undefined],
      ['UND_ERR_HEADERS_TIMEOUT', undefined],
      [undefined, undefined],
    ],
    async (code, syscall) => {
      const { outcome: error, creates } = await createOver(withCode(code, syscall));
      expect(creates).toBe(3);
      expect(error).toBeInstanceOf(UncertainCreateError);
      expect(error).toMatchObject({ backupName: 'nightly', instanceId: 'i-1' });
      expect(error).toHaveProperty('cause.code', code);
    },
  ));

test('a code deep inside is found', async () => {
  const inner = new AggregateError([
    withCode('ECONNREFUSED', 'connect'),
    withCode('ENETUNREACH', 'connect'),
  ]);
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
