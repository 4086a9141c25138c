import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly rawUrl: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is, anything else as JSON; `undefined` and null are an empty body. */
  readonly body?: unknown;
}

type Reply = (request: Recorded, count: number) => Answer;

async function record(message: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const { method = '', url: rawUrl = '', headers } = message;
  const { pathname: path, searchParams } = new URL(rawUrl, 'http://127.0.0.1');
  const text = Buffer.concat(chunks).toString('utf8');
  return { method, path, rawUrl, query: Object.fromEntries(searchParams), headers, text };
}

const bodyText = (body: unknown) =>
  typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);

/** A real server on a free loopback port, for as long as `use` takes, that keeps what it is sent. */
export async function withServer(
  reply: Reply,
  use: (server: { readonly url: string; readonly seen: readonly Recorded[] }) => Promise<void>,
): Promise<void> {
  const seen: Recorded[] = [];
  await withRawServer(
    async (message, response) => {
      seen.push(await record(message));
      const {
        status = 200,
        headers = {},
        body,
      } = reply(seen[seen.length - 1] as Recorded, seen.length);
      response.writeHead(status, headers).end(bodyText(body));
    },
    (url) => use({ url, seen }),
  );
}

/** The same, with the answer entirely in the test's hands. */
export async function withRawServer(
  handle: (message: IncomingMessage, response: ServerResponse) => unknown,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer((message, response) => void handle(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
