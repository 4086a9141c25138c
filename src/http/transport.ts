import { Agent, type Dispatcher, errors, request as sendRequest } from 'undici';
import { AnswerTooLargeError, TransportError } from './transport-error.ts';

export type { Dispatcher };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** One HTTP exchange: no retries, no redirects. */
export interface Transport {
  /** @throws TransportError, AnswerTooLargeError, or the signal's reason. */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /** Ends every connection, those in use too. */
  close(): Promise<void>;
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

/** Connect 10 s, headers 30 s, body 30 s, at most 8 MB. Without `dispatcher` it has a pool of its own. */
export function createTransport(dispatcher?: Dispatcher): Transport {
  const own = dispatcher ? undefined : new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });
  const pool = dispatcher ?? own;
  return {
    async exchange({ method, url, headers, body }, signal) {
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
        throw new TransportError(cause);
      }
    },
    async close() {
      await own?.destroy();
    },
  };
}
