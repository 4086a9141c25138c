import { expect, test } from '@jest/globals';
import { BackupClient, type Log, type NetworkError } from '../../../src/index.ts';
import { PROJECT, recordLog } from '../../support/memory-cloud.ts';
import { withServer } from '../../support/recorder-server.ts';
import { START_MS, virtualClock } from '../../support/virtual-clock.ts';

const SECRETS = ['the-access-key', 'the-secret-key', 'the-security-token', 'the-login-token'];
const keys = {
  kind: 'keys',
  accessKey: 'the-access-key',
  secretKey: 'the-secret-key',
  securityToken: 'the-security-token',
} as const;
const token = { kind: 'token', token: 'the-login-token' } as const;

const client = (url: string, credentials: typeof keys | typeof token, log: Log) =>
  new BackupClient({
    endpoints: { rds: url },
    projectId: PROJECT,
    credentials,
    log,
    clock: virtualClock(),
  });

test.each([keys, token])(
  'no log line and no error holds a part of the login ($kind)',
  async (credentials) => {
    const log = recordLog();
    const echo = (headers: object) =>
      `verify aksk signature fail, canonicalRequest:POST|/x/||${Object.entries(headers).join('|')}`;
    await withServer(
      ({ headers }) => ({
        status: 401,
        body: { error_code: 'APIGW.0301', error_msg: echo(headers) },
      }),
      async ({ url, seen }) => {
        const rds = client(url, credentials, log);
        const order = { service: 'rds', instanceId: 'i-1', name: 'nightly' } as const;
        const error = await rds.createBackup(order).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ kind: 'login', text: 'verify aksk signature fail' });
        const { message, stack, hint } = error as NetworkError;
        const told = [message, stack, hint, ...log.lines, JSON.stringify(error)].join('\n');
        for (const secret of [...SECRETS, seen[0]?.headers.authorization ?? 'none']) {
          expect(told).not.toContain(secret);
        }
        await rds.close();
      },
    );
    expect(log.lines.length).toBeGreaterThan(0);
  },
);

test('debug lines name the host and path, never the query', async () => {
  const log = recordLog();
  await withServer(
    () => ({ headers: { date: new Date(START_MS).toUTCString() }, body: { backups: [] } }),
    async ({ url }) => {
      const rds = client(url, token, log);
      await rds.listBackups({ service: 'rds', instanceId: 'i-secretish' });
      await rds.close();
      expect(log.lines).toEqual([
        `debug: GET ${new URL(url).host}/v3/${PROJECT}/backups: 200 after 0 ms`,
      ]);
    },
  );
});
