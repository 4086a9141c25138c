import type { IncomingMessage } from 'node:http';
import type { CloudRequest } from './cloud-request.ts';

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
