import { once } from 'node:events';
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { Agent, Dispatcher, RetryAgent } from 'undici';
import { createTransport, type TransportOptions } from '../../src/http/transport.ts';
import { TransportError } from '../../src/http/transport-error.ts';
import { type ForwardProxy, startForwardProxy } from './forward-proxy.ts';

const HOST = 'rds.eu-de.otc.t-systems.com';
const trusted = getCACertificates('default');
let ca: string;
let key: string;
let cert: string;
let proxy: ForwardProxy;

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: HOST }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [HOST, 'localhost'].map((value) => ({ type: 2 as const, value })),
      },
    ],
  });
  [ca, key, cert] = [made.cert, made.private, made.cert];
  setDefaultCACertificates([...trusted, ca]);
  proxy = await startForwardProxy();
});

afterAll(async () => {
  setDefaultCACertificates(trusted);
  await proxy.stop();
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

interface Front {
  readonly url: URL;
  readonly tunnelled: URL;
  /** Method and version of each request that arrived. */
  readonly seen: readonly string[];
}

/** A real TLS server that offers HTTP/2 before HTTP/1.1, speaks both, and counts. */
async function startFront(answer: Answer): Promise<Front> {
  const seen: string[] = [];
  const server: Http2SecureServer = createSecureServer(
    { key, cert, allowHTTP1: true },
    (request, response) => {
      seen.push(`${request.method} ${request.httpVersion}`);
      answer(request, response);
    },
  );
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closing.push(() => server.close());
  const url = new URL(`https://localhost:${port}/`);
  return { url, tunnelled: new URL(`https://${HOST}:${port}/`), seen };
}

const created: Answer = (_, response) => {
  response.writeHead(202);
  response.end('{}');
};

function open(options: TransportOptions) {
  const transport = createTransport(options);
  closing.push(() => transport.close());
  const send = (url: URL, method: 'GET' | 'POST', headers = {}) =>
    transport.exchange(
      { method, url, headers, body: method === 'POST' ? '{}' : undefined },
      new AbortController().signal,
    );
  return { send };
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => error,
  );

/** A dispatcher of a caller's, over connections that trust the server. */
function agent(): Agent {
  const own = new Agent({ connect: { ca } });
  closing.push(() => own.destroy());
  return own;
}

/** Insists on HTTP/2, whatever it is asked for. */
class OverHttp2 extends Dispatcher {
  readonly #agent: Dispatcher = agent();

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    const over: Dispatcher.DispatchOptions & { readonly allowH2: true } = {
      ...options,
      allowH2: true,
    };
    return this.#agent.dispatch(over, handler);
  }
}

const ways: readonly (readonly [string, () => TransportOptions, (front: Front) => URL])[] = [
  ['directly', () => ({}), ({ url }) => url],
  [
    'through a proxy’s tunnel',
    () => ({ proxy: { https: proxy.url } }),
    ({ tunnelled }) => tunnelled,
  ],
  ['by an undici Agent of the caller’s', () => ({ dispatcher: agent() }), ({ url }) => url],
];

test.each(ways)('a server that offers HTTP/2 is asked over HTTP/1.1 %s', async (_, options, to) => {
  const front = await startFront(created);
  const { send } = open(options());
  await send(to(front), 'GET');
  await Promise.all(Array.from({ length: 24 }, () => send(to(front), 'POST')));
  expect(front.seen).toEqual(['GET 1.1', ...Array.from({ length: 24 }, () => 'POST 1.1')]);
});

/** What undici answers over HTTP/2 by sending the request again. */
const lost: readonly (readonly [string, Answer])[] = [
  [
    'a create that takes effect before a GOAWAY below its stream',
    ({ method, stream }, response) => {
      if (method === 'GET') response.end('{}');
      else stream.session?.goaway(constants.NGHTTP2_NO_ERROR, 1);
      if (method !== 'GET') setImmediate(() => stream.session?.destroy());
    },
  ],
  [
    'REFUSED_STREAM',
    ({ method, stream }, response) => {
      if (method === 'GET') response.end('{}');
      else stream.close(constants.NGHTTP2_REFUSED_STREAM);
    },
  ],
  [
    'HTTP_1_1_REQUIRED',
    ({ method, stream }, response) => {
      if (method === 'GET') response.end('{}');
      else stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED);
    },
  ],
];

test.each(lost)(
  'over a dispatcher that insists on HTTP/2, %s is one request whose outcome is not known',
  async (_, answer) => {
    const front = await startFront(answer);
    const { send } = open({ dispatcher: new OverHttp2() });
    await send(front.url, 'GET');
    const error = await failure(send(front.url, 'POST'));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ mayHaveArrived: true });
    expect(front.seen).toEqual(['GET 2.0', 'POST 2.0']);
  },
);

test('a dispatcher that repeats a POST by itself sends it once here', async () => {
  const front = await startFront(({ socket }) => socket.destroy());
  const dispatcher = new RetryAgent(agent(), { methods: ['POST'], minTimeout: 1, maxRetries: 3 });
  const error = await failure(open({ dispatcher }).send(front.url, 'POST'));
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toMatchObject({ mayHaveArrived: true });
  expect(front.seen).toEqual(['POST 1.1']);
});

test('a login’s header of 100 kB is taken from a server that offers HTTP/2', async () => {
  const token = 'a'.repeat(100_000);
  const front = await startFront((_, response) => {
    response.writeHead(201, { 'x-subject-token': token });
    response.end('{}');
  });
  const { headers } = await open({}).send(front.url, 'POST');
  expect(headers['x-subject-token']).toBe(token);
});
