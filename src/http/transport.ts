import { Agent, type Dispatcher, EnvHttpProxyAgent, errors, request as sendRequest } from 'undici';
import { isLoopback } from '../cloud/is-loopback.ts';
import type { Transport } from './http-exchange.ts';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';

export type { Dispatcher };

/** Proxy URLs, which may hold a login, and the hosts that need none, as NO_PROXY lists them. */
export interface ProxySettings {
  readonly https?: string | undefined;
  /** Also for https addresses where `https` is not given. */
  readonly http?: string | undefined;
  readonly no?: string | undefined;
}

export interface TransportOptions {
  /** The caller's own connections; then `proxy` is the caller's business too. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly proxy?: ProxySettings | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

class SlowBodyError extends Error {
  readonly code = 'UND_ERR_BODY_TIMEOUT';
}

async function readBody({ statusCode, body }: Dispatcher.ResponseData): Promise<string> {
  // undici's own body time-out starts anew with every byte: a slow drip would never end.
  const timer = setTimeout(() => body.destroy(new SlowBodyError()), BODY_TIMEOUT_MS).unref();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) continue;
      length += chunk.length;
      if (length > MAX_BODY_BYTES) throw new AnswerTooLargeError(statusCode, MAX_BODY_BYTES);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

const connect = { timeout: CONNECT_TIMEOUT_MS };

function createProxyAgent({ http = '', https = '', no = '' }: ProxySettings): Dispatcher {
  // Empty texts keep the agent from reading the environment by itself.
  return new EnvHttpProxyAgent({ connect, httpProxy: http, httpsProxy: https, noProxy: no });
}

/** Connect 10 s, headers 30 s, body 30 s, at most 8 MB. Loopback addresses never go through a proxy. */
export function createTransport({ dispatcher, proxy }: TransportOptions = {}): Transport {
  const direct = dispatcher ? undefined : new Agent({ connect });
  const proxied = proxy?.https || proxy?.http ? createProxyAgent(proxy) : undefined;
  const choose = ({ hostname }: URL) =>
    dispatcher ?? (proxied !== undefined && !isLoopback(hostname) ? proxied : direct);
  return {
    async exchange({ method, url, headers, body }, signal) {
      const pool = choose(url);
      signal.throwIfAborted();
      try {
        const response = await sendRequest(url, {
          method,
          headers: { ...headers },
          body: body ?? null,
          signal,
          headersTimeout: HEADERS_TIMEOUT_MS,
          bodyTimeout: BODY_TIMEOUT_MS,
          ...(pool && { dispatcher: pool }),
        });
        const text = await readBody(response);
        const entries = Object.entries(response.headers);
        return {
          status: response.statusCode,
          headers: Object.fromEntries(entries.map(([name, value]) => [name, single(value)])),
          body: text,
        };
      } catch (cause) {
        signal.throwIfAborted();
        if (cause instanceof AnswerTooLargeError) throw cause;
        if (cause instanceof errors.InvalidArgumentError) throw cause;
        throw new TransportError(cause, pool !== undefined && pool === proxied);
      }
    },
    async close() {
      await Promise.all([direct?.destroy(), proxied?.destroy()]);
    },
  };
}
