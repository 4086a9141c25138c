import { createHash } from 'node:crypto';
import type { CloudRequest } from './cloud-request.ts';

/** The canonical request of SDK-HMAC-SHA256 for the given signed headers (devg-apisign, algorithm pages 002 to 005). */
export function canonicalRequest(request: CloudRequest, signedHeaders: readonly string[]): string {
  const names = signedHeaders.map((name) => name.toLowerCase()).sort();
  const headers = names.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`);
  return [
    request.method,
    canonicalPath(request.rawPath),
    canonicalQuery(request.rawQuery),
    headers.join(''),
    names.join(';'),
    request.headers['x-sdk-content-sha256'] ?? sha256Hex(request.body),
  ].join('\n');
}

/** Lower-case hexadecimal SHA-256. */
export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function canonicalPath(rawPath: string): string {
  const path = rawPath
    .split('/')
    .map((segment) => encoded(decoded(segment)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return '';
  const pairs = rawQuery.split('&').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [queryText(key), queryText(value.join('='))] as const;
  });
  pairs.sort((one, other) => order(one[0], other[0]) || order(one[1], other[1]));
  return pairs.map(([key, value]) => `${key}=${value}`).join('&');
}

// Servers read a bare plus as a blank, so a client that meant a plus has signed something else.
function queryText(raw: string): string {
  return encoded(decoded(raw.replaceAll('+', ' ')));
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
