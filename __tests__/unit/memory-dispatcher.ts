import { Dispatcher } from 'undici';

export interface MemoryRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the cloud does with a request: answers it, or throws like a broken connection. */
export type Respond = (request: MemoryRequest, signal: AbortSignal) => Reply | Promise<Reply>;

function createController(aborting: AbortController): Dispatcher.DispatchController {
  return {
    get aborted() {
      return aborting.signal.aborted;
    },
    get reason() {
      return aborting.signal.reason;
    },
    paused: false,
    rawHeaders: [],
    rawTrailers: [],
    abort: (reason) => aborting.abort(reason),
    pause: () => {},
    resume: () => {},
  };
}

function readRequest({ origin, path, method, headers, body }: Dispatcher.DispatchOptions) {
  const url = new URL(path, String(origin));
  const text = typeof body === 'string' ? body : undefined;
  return { method, url, headers: headers as MemoryRequest['headers'], body: text };
}

/** A cloud without a network, behind undici's own interface. */
export class MemoryDispatcher extends Dispatcher {
  readonly #respond: Respond;

  constructor(respond: Respond) {
    super();
    this.#respond = respond;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const aborting = new AbortController();
    const controller = createController(aborting);
    const fail = (error: Error) => handler.onResponseError?.(controller, error);
    aborting.signal.addEventListener('abort', () => fail(aborting.signal.reason), { once: true });
    const answer = async () => {
      handler.onRequestStart?.(controller, {});
      aborting.signal.throwIfAborted();
      const reply = await this.#respond(readRequest(options), aborting.signal);
      aborting.signal.throwIfAborted();
      const { status = 200, headers = {}, body } = reply;
      handler.onResponseStart?.(controller, status, { ...headers });
      const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
      if (text !== '') handler.onResponseData?.(controller, Buffer.from(text));
      handler.onResponseEnd?.(controller, {});
    };
    answer().catch((error: Error) => {
      if (!aborting.signal.aborted) fail(error);
    });
    return true;
  }

  override async close(): Promise<void> {}
  override async destroy(): Promise<void> {}
}
