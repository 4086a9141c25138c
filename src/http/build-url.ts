import { encodeRfc3986 } from '../runtime/text.ts';

/** Puts path segments and a query behind a base URL whose own path stays in front. */
export function buildUrl(
  baseUrl: string,
  path: readonly string[],
  query: Readonly<Record<string, string | number | undefined>> = {},
): URL {
  const { origin, pathname } = new URL(baseUrl);
  const front = pathname.replace(/\/+$/, '');
  const search = Object.entries(query)
    .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
    .map(([key, value]) => `${encodeRfc3986(key)}=${encodeRfc3986(String(value))}`)
    .join('&');
  return new URL(`${origin}${front}/${path.map(encodeSegment).join('/')}${search && `?${search}`}`);
}

function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') {
    throw new TypeError(`"${segment}" can't be a part of a path`);
  }
  return encodeRfc3986(segment);
}
