import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { BackupClient } from '../../src/index.ts';
import { PROJECT } from '../support/memory-cloud.ts';
import { virtualClock } from '../support/virtual-clock.ts';

interface Asked {
  readonly path: string | undefined;
  readonly token: string | string[] | undefined;
}

/** A cloud whose tokens are as long as told, and whose service takes headers up to `takes` bytes. */
async function listWithTokenOf(length: number, takes = 200 * 1024) {
  const asked: Asked[] = [];
  const server = createServer({ maxHeaderSize: 200 * 1024 }, ({ url, headers }, response) => {
    const token = headers['x-auth-token'];
    asked.push({ path: url?.split('?')[0], token });
    if (url?.startsWith('/v3/auth/tokens')) {
      response.writeHead(201, { 'x-subject-token': 'A'.repeat(length) });
      response.end(JSON.stringify({ token: { project: { id: PROJECT } } }));
    } else if (String(token).length > takes) {
      response.writeHead(431).end();
    } else response.end('{"backups":[]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new BackupClient({
    endpoints: { rds: url },
    iamEndpoint: url,
    projectId: PROJECT,
    credentials: { kind: 'password', username: 'u', password: 'p', domainName: 'd' },
    clock: virtualClock(),
  });
  const listing = client.listBackups({ service: 'rds', instanceId: 'i-1' });
  const outcome = await listing.catch((error: unknown) => error);
  await client.close();
  server.close();
  return { outcome, asked };
}

test('a token of 100 kB is taken, and sent', async () => {
  const { outcome, asked } = await listWithTokenOf(100 * 1024);
  expect(outcome).toEqual([]);
  expect(asked[1]).toMatchObject({ token: 'A'.repeat(100 * 1024) });
});

test('a token that takes more than there is room for is asked for once, and the error says so', async () => {
  const { outcome, asked } = await listWithTokenOf(130 * 1024);
  expect(outcome).toMatchObject({ name: 'LoginError', hint: expect.stringContaining('128 kB') });
  expect(String(outcome)).toContain('UND_ERR_HEADERS_OVERFLOW');
  expect(asked).toHaveLength(1);
});

test('a service that finds the headers too long says nothing of that, but the hint does', async () => {
  const { outcome, asked } = await listWithTokenOf(20 * 1024, 16 * 1024);
  const hint = expect.stringContaining('because of the token');
  expect(outcome).toMatchObject({ name: 'ApiError', status: 431, hint });
  expect(asked).toHaveLength(2);
});
