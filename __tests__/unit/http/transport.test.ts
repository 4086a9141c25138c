import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { Agent } from 'undici';
import { createTransport } from '../../../src/http/transport.ts';
import { AnswerTooLargeError, TransportError } from '../../../src/http/transport-error.ts';
import { withRawServer, withServer } from '../../support/recorder-server.ts';
import { checkRows } from '../../support/table.ts';

const MB = 1024 * 1024;

async function exchange(
  url: string,
  signal = new AbortController().signal,
  method: 'GET' | 'POST' = 'GET',
) {
  const transport = createTransport();
  try {
    const body = method === 'POST' ? '{"ä":1}' : undefined;
    return await transport.exchange(
      { method, url: new URL(url), headers: { x: 'y' }, body },
      signal,
    );
  } finally {
    await transport.close();
  }
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );

test('method, headers and body arrive; status, headers and body come back', () =>
  withServer(
    () => ({ status: 202, headers: { 'X-Request-Id': 'r-1' }, body: 'ü' }),
    async ({ url, seen }) => {
      const answer = await exchange(`${url}/a?b=c`, undefined, 'POST');
      expect(answer).toMatchObject({ status: 202, body: 'ü', headers: { 'x-request-id': 'r-1' } });
      expect(seen).toMatchObject([
        { method: 'POST', rawUrl: '/a?b=c', text: '{"ä":1}', headers: { x: 'y' } },
      ]);
    },
  ));

test('each status passes through, and no redirect is followed', () =>
  checkRows([301, 302, 307, 401, 404, 409, 429, 500, 503], (status) =>
    withServer(
      () => ({ status, headers: { location: '/elsewhere' }, body: 'no' }),
      async ({ url, seen }) => {
        expect(await exchange(url)).toMatchObject({ status, body: 'no' });
        expect(seen).toHaveLength(1);
      },
    ),
  ));

test('an answer of 8 MB is read', () =>
  withRawServer(
    (_, response) => response.end(Buffer.alloc(8 * MB, 'a')),
    async (url) => {
      expect((await exchange(url)).body).toHaveLength(8 * MB);
    },
  ));

test.each([false, true])('one byte more is refused (chunked: %p)', (isChunked) =>
  withRawServer(
    (_, response) => {
      if (!isChunked) response.setHeader('content-length', 8 * MB + 1);
      response.statusCode = 201;
      response.write(Buffer.alloc(8 * MB, 'a'));
      response.end('a');
    },
    async (url) => {
      const error = await failure(exchange(url));
      expect(error).toBeInstanceOf(AnswerTooLargeError);
      expect(error).toMatchObject({ status: 201, message: 'it is larger than 8 MB' });
    },
  ),
);

test('a reset before the answer may have arrived', () =>
  withRawServer(
    (message) => message.socket.resetAndDestroy(),
    async (url) => {
      const error = await failure(exchange(url));
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ mayHaveArrived: true });
    },
  ));

test('an answer that breaks off is no answer, whatever its status', () =>
  withRawServer(
    (message, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"backup":', () => message.socket.destroy());
    },
    async (url) => {
      const error = await failure(exchange(url));
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ mayHaveArrived: true });
    },
  ));

test.each([
  ['before it is sent', true],
  ['while the answer is awaited', false],
])('an abort ends the call with the signal’s own reason: %s', (_, isBefore) => {
  const controller = new AbortController();
  const reason = new Error('stop');
  if (isBefore) controller.abort(reason);
  return withRawServer(
    () => controller.abort(reason),
    async (url) => {
      expect(await failure(exchange(url, controller.signal))).toBe(reason);
    },
  );
});

test('an abort in the middle of a body ends the call with the signal’s own reason', () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  return withRawServer(
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{', () => setImmediate(() => controller.abort(reason)));
    },
    async (url) => {
      expect(await failure(exchange(url, controller.signal))).toBe(reason);
    },
  );
});

const TEXT = JSON.stringify({ backups: ['ü'.repeat(1000)] });

test('a body that comes packed all the same is unpacked', () =>
  checkRows(
    [
      ['gzip', gzipSync(TEXT)],
      ['x-gzip', gzipSync(TEXT)],
      ['GZIP', gzipSync(TEXT)],
      ['identity', Buffer.from(TEXT)],
    ],
    (encoding, packed) =>
      withRawServer(
        (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(packed),
        async (url) => {
          const { body, headers } = await exchange(url);
          expect(body).toBe(TEXT);
          expect(headers).not.toHaveProperty('content-encoding');
        },
      ),
  ));

test.each([
  ['gzip', gzipSync(TEXT).subarray(0, -9)],
  ['gzip', Buffer.from(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['compress', Buffer.from(TEXT)],
  ['gzip, gzip', gzipSync(gzipSync(TEXT))],
])('a body that can’t be unpacked is empty, and says so by its header: %s', (encoding, packed) =>
  withRawServer(
    (_, response) => response.writeHead(503, { 'content-encoding': encoding }).end(packed),
    async (url) => {
      const headers = expect.objectContaining({ 'content-encoding': encoding });
      expect(await exchange(url)).toMatchObject({ status: 503, body: '', headers });
    },
  ),
);

test('8 MB is the most that is unpacked', () => {
  const sizes = [8 * MB, 8 * MB + 1];
  return withRawServer(
    (_, response) => {
      const packed = gzipSync(Buffer.alloc(sizes.shift() ?? 0, 'a'));
      response.writeHead(201, { 'content-encoding': 'gzip' }).end(packed);
    },
    async (url) => {
      expect((await exchange(url)).body).toHaveLength(8 * MB);
      const error = await failure(exchange(url));
      expect(error).toBeInstanceOf(AnswerTooLargeError);
      expect(error).toMatchObject({ status: 201, message: 'it is larger than 8 MB' });
    },
  );
});

test('a token of 120 kB fits into the headers of an answer', () => {
  const token = 'A'.repeat(120 * 1024);
  return withServer(
    () => ({ status: 201, headers: { 'x-subject-token': token }, body: '{}' }),
    async ({ url }) => {
      expect((await exchange(url)).headers).toHaveProperty('x-subject-token', token);
    },
  );
});

test('headers over 128 kB are an error of their own; the request has arrived', () =>
  withServer(
    () => ({ status: 201, headers: { 'x-subject-token': 'A'.repeat(129 * 1024) }, body: '{}' }),
    async ({ url }) => {
      const error = await failure(exchange(url, undefined, 'POST'));
      expect(error).toMatchObject({ code: 'UND_ERR_HEADERS_OVERFLOW', mayHaveArrived: true });
    },
  ));

/** A POST over connections of the caller's own. */
const postOver = (dispatcher: Agent, url: string) =>
  failure(
    createTransport({ dispatcher }).exchange(
      { method: 'POST', url: new URL(url), headers: {}, body: '{}' },
      new AbortController().signal,
    ),
  );

test.each([
  ['closed', (agent: Agent) => agent.close(), 'UND_ERR_CLOSED'],
  ['destroyed', (agent: Agent) => agent.destroy(), 'UND_ERR_DESTROYED'],
] as const)('nothing is sent over connections that were %s before', (_, end, code) =>
  withServer(
    () => ({}),
    async ({ url, seen }) => {
      const agent = new Agent();
      // Not awaited: a closed agent is a destroyed one when it has closed.
      const ended = end(agent);
      expect(await postOver(agent, url)).toMatchObject({ code, mayHaveArrived: false });
      await ended;
      expect(seen).toEqual([]);
    },
  ),
);

test('of connections that are destroyed, what waited for its turn was not sent, and what was sent may have arrived', async () => {
  const agent = new Agent({ connections: 1 });
  let arrived = 0;
  await withRawServer(
    () => {
      arrived += 1;
      void agent.destroy();
    },
    async (url) => {
      const outcomes = await Promise.all([postOver(agent, url), postOver(agent, url)]);
      expect(outcomes).toMatchObject([
        { code: 'UND_ERR_DESTROYED', mayHaveArrived: true },
        { code: 'UND_ERR_DESTROYED', mayHaveArrived: false },
      ]);
    },
  );
  expect(arrived).toBe(1);
});

test('of connections that are destroyed before one stands, nothing was sent', async () => {
  const agent = new Agent({ connect: () => {} });
  const outcome = postOver(agent, 'http://127.0.0.1:9');
  await agent.destroy();
  expect(await outcome).toMatchObject({ code: 'UND_ERR_DESTROYED', mayHaveArrived: false });
});

test('a server that resets the connection before TLS stands was sent nothing', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const error = await failure(exchange(`https://127.0.0.1:${port}`, undefined, 'POST'));
  server.close();
  expect(error).toMatchObject({ name: 'TransportError', mayHaveArrived: false });
});
