import { Agent, Dispatcher, EnvHttpProxyAgent, errors, Pool } from 'undici';
import { abortable } from '../runtime/abort.ts';
import { decodeBody, readBody, unpackBody } from './body.ts';
import { type ProxySettings, repairProxyAddress } from './proxy-address.ts';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Empty where `content-encoding` is still among the headers: then it could not be unpacked. */
  readonly body: string;
}

/** One HTTP exchange is one request on the wire: no retries, no redirects. */
export interface Transport {
  /** @throws TransportError, AnswerTooLargeError, or the signal's reason. */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /** Ends every connection, those in use too. */
  close(): Promise<void>;
}

export type { Dispatcher };

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

/** Tokens come in a header, and grow with the user's permissions; Node's own limit is 16 kB. */
const MAX_HEADER_BYTES = 128 * 1024;

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The body as text, unpacked where it came packed though nobody asked for that. */
async function toResponse(received: Dispatcher.ResponseData, body: Buffer): Promise<HttpResponse> {
  const { statusCode: status } = received;
  const entries = Object.entries(received.headers).map(([name, value]) => [name, single(value)]);
  const headers: HttpResponse['headers'] = Object.fromEntries(entries);
  const { 'content-encoding': encoding, ...others } = headers;
  if (encoding === undefined) return { status, headers, body: decodeBody(body) };
  const plain = await unpackBody(body, encoding, status);
  return plain === undefined
    ? { status, headers, body: '' }
    : { status, headers: others, body: decodeBody(plain) };
}

interface PoolOptions {
  readonly connectTimeout: number;
  readonly maxHeaderSize: number;
}

function createProxyAgent(proxy: ProxySettings, pool: PoolOptions): Dispatcher {
  // Opening the tunnel is a part of connecting: a proxy that keeps silent must not take longer.
  const clientFactory = (origin: URL, options: object) =>
    new Pool(origin, { ...options, headersTimeout: pool.connectTimeout });
  // Empty texts keep the agent from reading the environment by itself.
  const { http = '', https = '', no: noProxy = '' } = proxy;
  const [httpProxy, httpsProxy] = [repairProxyAddress(http), repairProxyAddress(https)];
  return new EnvHttpProxyAgent({
    ...{ ...pool, clientFactory, httpProxy, httpsProxy, noProxy },
    // Of a connection to the proxy itself no request says so.
    proxyTls: { allowH2: false },
  });
}

/** `host:port` of the proxy for an address, as far as a proxy is meant for it. */
function findProxyHost({ http, https }: ProxySettings, { protocol }: URL): string | undefined {
  return URL.parse((protocol === 'https:' && https) || http || '')?.host;
}

/** undici reads it of each request, and its types do not have it yet. */
interface Http1Options extends Dispatcher.DispatchOptions {
  readonly allowH2: false;
}

/**
 * Another dispatcher's connections for one exchange, and whether its request was handed to one that stood.
 * The exchange is one request on the wire: it goes over HTTP/1.1, because undici sends a request over HTTP/2
 * again by itself, a POST too, and a second start, which any other dispatcher may try, is ended before
 * anything of it is written.
 */
class SendingWatch extends Dispatcher {
  readonly #pool: Dispatcher;
  wasSent = false;

  constructor(pool: Dispatcher) {
    super();
    this.#pool = pool;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const { onRequestStart } = handler;
    handler.onRequestStart = (controller, context) => {
      if (this.wasSent) {
        controller.abort(new Error('the connection was about to send the request again'));
        return;
      }
      this.wasSent = true;
      onRequestStart?.call(handler, controller, context);
    };
    const overHttp1: Http1Options = { ...options, allowH2: false };
    return this.#pool.dispatch(overHttp1, handler);
  }
}

/** By default connect 10 s, headers 30 s, body 30 s; a body of at most 8 MB. Loopback addresses never go through a proxy. */
export function createTransport(options: TransportOptions = {}): Transport {
  const { dispatcher, proxy = {} } = options;
  const { connectMs, headersMs, bodyMs } = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const isOwn = dispatcher === undefined;
  const poolOptions = { connectTimeout: connectMs, maxHeaderSize: MAX_HEADER_BYTES };
  const direct = dispatcher ?? new Agent(poolOptions);
  const proxied =
    isOwn && (proxy.https || proxy.http) ? createProxyAgent(proxy, poolOptions) : undefined;
  const wayTo = (url: URL) =>
    proxied === undefined || isLoopback(url.hostname)
      ? { pool: direct, proxy: undefined }
      : { pool: proxied, proxy: findProxyHost(proxy, url) };
  return {
    async exchange({ method, url, headers, body }, signal) {
      const way = wayTo(url);
      const watch = new SendingWatch(way.pool);
      signal.throwIfAborted();
      try {
        // undici hears the signal only once it is connected.
        const sent = watch.request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers: { ...headers },
          body: body ?? null,
          signal,
          headersTimeout: headersMs,
          bodyTimeout: bodyMs,
        });
        const response = await abortable(sent, signal, ({ body: late }) => late.destroy());
        return await toResponse(response, await readBody(response, bodyMs));
      } catch (cause) {
        signal.throwIfAborted();
        if (cause instanceof AnswerTooLargeError) throw cause;
        if (cause instanceof errors.InvalidArgumentError) throw cause;
        throw new TransportError(cause, { wasSent: watch.wasSent, isOwn, proxy: way.proxy });
      }
    },
    async close() {
      if (isOwn) await Promise.all([direct.destroy(), proxied?.destroy()]);
    },
  };
}

/** Whether a URL's host name is this machine itself. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname === '[::1]' ||
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
