import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that has fully arrived. */
export interface CloudRequest {
  readonly method: string;
  /** As sent, still percent-encoded. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How a fault makes the list that it asks for behave. */
  readonly listQuirk?: ListQuirk;
}

/** What a list does otherwise than its page says. */
export interface ListQuirk {
  /** It shows the backups of every instance. */
  readonly ignoresInstance?: boolean;
  /** It lacks the backups that began less than so many milliseconds ago. */
  readonly lagMs?: number;
  /** It gives so many entries a page at most, whatever was asked for. */
  readonly most?: number;
  /** How many entries have gone in front of a further page; where negative, have come there. */
  readonly movedBy?: number;
}

/** Reads a request to its end. */
export async function readRequest(incoming: IncomingMessage): Promise<CloudRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  return {
    method: incoming.method ?? 'GET',
    rawPath: mark < 0 ? url : url.slice(0, mark),
    rawQuery,
    query: Object.fromEntries(new URLSearchParams(rawQuery)),
    headers: joinedHeaders(incoming),
    body: Buffer.concat(chunks),
  };
}

function joinedHeaders(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headersDistinct);
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(',')]));
}

/** A complete HTTP answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty text means no body. */
  readonly body: string;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, body: JsonObject): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** How an answer travels, or fails to. */
export type Delivery =
  | { readonly way: 'whole' }
  | { readonly way: 'reset' }
  | { readonly way: 'never' }
  | { readonly way: 'drip'; readonly intervalMs: number }
  | { readonly way: 'half'; readonly matchingLength: boolean };

/** Sends an answer the way the delivery says. */
export function deliverAnswer(response: ServerResponse, answer: Answer, delivery: Delivery): void {
  if (delivery.way === 'never') return;
  if (delivery.way === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.body, 'utf8');
  const half = body.subarray(0, Math.floor(body.length / 2));
  const length = delivery.way === 'half' && delivery.matchingLength ? half.length : body.length;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': String(length),
  });
  if (delivery.way === 'drip') {
    drip(response, body, delivery.intervalMs);
  } else if (delivery.way === 'half' && !delivery.matchingLength) {
    response.write(half, () => response.socket?.destroySoon());
  } else {
    response.end(delivery.way === 'half' ? half : body);
  }
}

function drip(response: ServerResponse, body: Buffer, intervalMs: number): void {
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, intervalMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}

/** A JSON object whose members nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells an object from every other JSON value. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Malformed JSON reads as undefined, which no JSON is. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A path segment or query text without percent-encoding; as it is where that is malformed. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
