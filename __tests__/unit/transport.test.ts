import { expect, test } from '@jest/globals';
import { createTransport } from '../../src/http/transport.ts';
import { AnswerTooLargeError, TransportError } from '../../src/http/transport-error.ts';
import { withRawServer, withServer } from './recorder-server.ts';

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

test.each([301, 302, 307, 401, 404, 409, 429, 500, 503])(
  'a %d passes through, not followed',
  (status) =>
    withServer(
      () => ({ status, headers: { location: '/elsewhere' }, body: 'no' }),
      async ({ url, seen }) => {
        expect(await exchange(url)).toMatchObject({ status, body: 'no' });
        expect(seen).toHaveLength(1);
      },
    ),
);

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
