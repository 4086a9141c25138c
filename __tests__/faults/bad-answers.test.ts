import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import {
  BackupClient,
  type BackupClientOptions,
  type Clock,
  systemClock,
} from '../../src/index.ts';
import { checkRows } from '../support/table.ts';

const INSTANCE = '07033b125fd94a8a96896f8bcfee6ddain07';
const ref = { service: 'taurusdb', instanceId: INSTANCE } as const;

type Answer = (response: ServerResponse, offset: number) => void;

/** Pauses cost no time: they are over at once, and the clock has gone on. */
function eagerClock(): Clock {
  let skippedMs = 0;
  return {
    ...systemClock,
    monotonicMs: () => systemClock.monotonicMs() + skippedMs,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      skippedMs += ms;
    },
  };
}

/** What a call to a server that answers everything in one way ends with. */
async function ask<Value>(
  answer: Answer,
  call: (client: BackupClient) => Promise<Value>,
  timeouts: BackupClientOptions['timeouts'] = {},
): Promise<unknown> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    answer(response, Number(searchParams.get('offset') ?? 0));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = new BackupClient({
    projectId: '619d3e78f61b4be68bc5aa0b59edcf7b',
    endpoints: { taurusdb: `http://127.0.0.1:${port}` },
    credentials: { kind: 'token', token: 'a-token' },
    timeouts,
    clock: eagerClock(),
  });
  try {
    return await call(client).catch((error: unknown) => error);
  } finally {
    await client.close();
    server.closeAllConnections();
    server.close();
  }
}

const list = (client: BackupClient) => client.listBackups(ref);
const json =
  (body: unknown): Answer =>
  (response) =>
    void response.end(JSON.stringify(body));
const record = (id: unknown) => ({ id, name: 'n', status: 'COMPLETED', instance_id: INSTANCE });

test('each bad answer is a clear error', () =>
  checkRows<[string, Answer, string]>(
    [
      ['plain text', (response) => void response.end('all is well'), 'not JSON'],
      [
        'gzip that nobody asked for, and that is cut off',
        (response) => {
          response.writeHead(200, { 'content-encoding': 'gzip' });
          response.end(gzipSync('{"backups":[]}').subarray(0, -8));
        },
        'it is packed (gzip) and can’t be unpacked',
      ],
      ['null', json(null), 'no list at backups'],
      ['a list in place of an object', json([]), 'no list at backups'],
      ['an object in place of a list', json({ backups: {} }), 'no list at backups'],
      ['a record that is null', json({ backups: [null] }), 'no usable id at backups.0.id'],
      ['an id with a path separator', json({ backups: [record('../../x')] }), 'no usable id'],
      [
        'an id with control characters',
        json({ backups: [record('a\n::error::b')] }),
        'no usable id',
      ],
      ['an id that is a number', json({ backups: [record(7)] }), 'no usable id'],
      [
        '100 MB',
        (response) => {
          const chunk = Buffer.alloc(1024 * 1024, ' ');
          const push = () => {
            while (!response.destroyed && response.write(chunk));
          };
          response.on('drain', push);
          push();
        },
        'larger than 8 MB',
      ],
    ],
    async (_, answer, text) => {
      const error = await ask(answer, list);
      expect(error).toHaveProperty('name', 'ResponseError');
      expect(String(error)).toContain(text);
      expect(String(error)).not.toContain('\n');
    },
  ));

test('gzip that nobody asked for is read all the same', async () => {
  const packed: Answer = (response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify({ backups: [record('br07')], total_count: 1 })));
  };
  expect(await ask(packed, list)).toMatchObject([{ id: 'br07', status: 'COMPLETED' }]);
});

test.each<[string, Answer]>([
  ['plain text', (response) => void response.end('deleted')],
  ['nothing', (response) => void response.end()],
  [
    'what can’t be unpacked',
    (response) => void response.writeHead(200, { 'content-encoding': 'zip' }).end('x'),
  ],
  ['half of a JSON', (response) => void response.writeHead(202).end('{"job_id":')],
])('a delete that is answered with a 2xx and %s is done', async (_, answer) => {
  const deleting = (client: BackupClient) => client.deleteBackup({ ...ref, id: 'br07' });
  expect(await ask(answer, deleting)).toBe(undefined);
});

test.each<[string, Answer]>([
  ['a page', (response) => void response.end('<html>Log in</html>')],
  [
    'what calls itself one',
    (response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'zip' });
      response.end('?');
    },
  ],
])('a delete that is answered with %s is not done: somebody else answered', async (_, answer) => {
  const deleting = (client: BackupClient) => client.deleteBackup({ ...ref, id: 'br07' });
  expect(await ask(answer, deleting)).toMatchObject({ name: 'ResponseError' });
});

test('a body that drips for ever is given up, as often as a broken connection is', async () => {
  const drip: Answer = (response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  };
  const deleting = (client: BackupClient) => client.deleteBackup({ ...ref, id: 'br07' });
  const error = await ask(drip, deleting, { bodyMs: 100 });
  expect(error).toMatchObject({ name: 'NetworkError', code: 'UND_ERR_BODY_TIMEOUT' });
});

test('missing fields, nulls and wrong types are unknown, not errors', async () => {
  const odd = { id: 'x', name: 5, status: null, size: 'big', begin_time: 'yesterday', type: [] };
  expect(await ask(json({ backups: [odd, { id: 'y' }], total_count: 'many' }), list)).toEqual([
    expect.objectContaining({ id: 'x', name: '', status: 'UNKNOWN', sizeMb: undefined }),
    expect.objectContaining({ id: 'y', name: '', status: 'UNKNOWN', beginTime: undefined }),
  ]);
});

test('the same backup twice is one, and a list whose pages never change ends', async () => {
  const page = Array.from({ length: 100 }, (_, index) => record(`id${index}`));
  const found = await ask(json({ backups: page, total_count: 1_000_000 }), list);
  expect(found).toHaveLength(100);
});

test('a list that never ends its paging is an error, in bounded time', async () => {
  const endless: Answer = (response, offset) => {
    const backups = Array.from({ length: 100 }, (_, index) => record(`id${offset + index}`));
    response.end(JSON.stringify({ backups }));
  };
  expect(String(await ask(endless, list))).toContain('listed more than 20000 backups');
});
