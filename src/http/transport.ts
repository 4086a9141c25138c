import {
  Agent,
  type Dispatcher,
  EnvHttpProxyAgent,
  errors,
  Pool,
  request as sendRequest,
} from 'undici';
import { isLoopback } from '../cloud/is-loopback.ts';
import { orAbort } from '../or-abort.ts';
import type { Transport } from './http-exchange.ts';
import { readBody } from './read-body.ts';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';

export type { Dispatcher };

/** Proxy URLs, which may hold a login, and the hosts that need none, as NO_PROXY lists them. */
export interface ProxySettings {
  /** The proxy’s URL for https addresses, like `http://user:password@proxy.example:3128`. */
  readonly https?: string | undefined;
  /** The proxy’s URL for http addresses, and for https addresses where `https` is not given. */
  readonly http?: string | undefined;
  /** Host names with their subdomains, with a port if you like, separated by commas; `*` for all. */
  readonly no?: string | undefined;
}

export interface TransportOptions {
  /** The caller's own connections; then `proxy` is the caller's business too. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly proxy?: ProxySettings | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/** How long each part of an exchange may take, in milliseconds. */
export interface Timeouts {
  /** Milliseconds until the connection stands, TLS and a proxy’s tunnel included. */
  readonly connectMs: number;
  /** Milliseconds from the sent request to the answer’s headers. */
  readonly headersMs: number;
  /** Milliseconds for the answer’s body, in whole. */
  readonly bodyMs: number;
}

const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 30_000 };

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

function createProxyAgent(proxy: ProxySettings, connectMs: number): Dispatcher {
  const connect = { timeout: connectMs };
  // Opening the tunnel is a part of connecting: a proxy that keeps silent must not take longer.
  const clientFactory = (origin: URL, options: object) =>
    new Pool(origin, { ...options, headersTimeout: connectMs });
  // Empty texts keep the agent from reading the environment by itself.
  const { http: httpProxy = '', https: httpsProxy = '', no: noProxy = '' } = proxy;
  const tunnel = { connect, clientFactory };
  return new EnvHttpProxyAgent({ ...tunnel, httpProxy, httpsProxy, noProxy });
}

/** By default connect 10 s, headers 30 s, body 30 s; a body of at most 8 MB. Loopback addresses never go through a proxy. */
export function createTransport(options: TransportOptions = {}): Transport {
  const { dispatcher, proxy } = options;
  const { connectMs, headersMs, bodyMs } = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const connect = { timeout: connectMs };
  const direct = dispatcher ? undefined : new Agent({ connect });
  const proxied = proxy?.https || proxy?.http ? createProxyAgent(proxy, connectMs) : undefined;
  const choose = ({ hostname }: URL) =>
    dispatcher ?? (proxied !== undefined && !isLoopback(hostname) ? proxied : direct);
  return {
    async exchange({ method, url, headers, body }, signal) {
      const pool = choose(url);
      signal.throwIfAborted();
      try {
        // undici hears the signal only once it is connected.
        const sent = sendRequest(url, {
          method,
          headers: { ...headers },
          body: body ?? null,
          signal,
          headersTimeout: headersMs,
          bodyTimeout: bodyMs,
          ...(pool && { dispatcher: pool }),
        });
        const response = await orAbort(sent, signal, ({ body: late }) => late.destroy());
        const text = await readBody(response, bodyMs);
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
