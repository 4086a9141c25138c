import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  canonicalQuery,
  canonicalRequest,
  formatSdkDate,
  signRequest,
  stringToSign,
} from '../../../src/auth/sign.ts';
import { type ScopedVector, scopedVectors, signing } from '../../support/fixtures.ts';

const { requests, queries } = signing;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('the fixture has every vector of the fact sheet', () => {
  expect([requests.length, queries.length, scopedVectors.length]).toEqual([5, 1, 4]);
});

test.each<(typeof requests)[number]>(requests)('$method $path, $source: signature', (vector) => {
  const { accessKey, secretKey, signedHeaders, signature } = vector;
  const names = signedHeaders.join(';');
  const canonical = canonicalRequest(vector).split('\n');
  expect(canonical.slice(0, 2)).toEqual([vector.method, `${vector.path}/`]);
  expect(canonical.slice(3, -2)).toEqual([
    ...signedHeaders.map((name: string) => `${name}:${vector.headers[name]}`),
    '',
  ]);
  expect(canonical.slice(-2)).toEqual([names, sha256(vector.body)]);
  expect(signRequest(vector, { accessKey, secretKey })).toBe(
    `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names}, Signature=${signature}`,
  );
});

test.each<ScopedVector>(scopedVectors)(
  'the scoped form is OTC’s own SDK’s to the byte: $method $url',
  ({ method, url, headers, body, now, accessKey, secretKey, region, service, ...expected }) => {
    const { host, pathname: path, searchParams } = new URL(url);
    const xSdkDate = formatSdkDate(Date.parse(now));
    const sent = Object.entries({ ...headers, host, 'x-sdk-date': xSdkDate });
    const lower = Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), value]));
    const request = { method, path, query: [...searchParams], headers: lower, body };
    expect(xSdkDate).toBe(expected.xSdkDate);
    expect(signRequest(request, { accessKey, secretKey }, { region, service })).toBe(
      expected.authorization,
    );
  },
);

test('the hash of the canonical request is the page’s, and stands last in the string to sign', () => {
  const vector = requests.find(
    ({ canonicalRequestSha256 }: { canonicalRequestSha256?: string }) => canonicalRequestSha256,
  );
  const hash = 'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a';
  expect(vector.canonicalRequestSha256).toBe(hash);
  expect(sha256(canonicalRequest(vector))).toBe(hash);
  expect(stringToSign(canonicalRequest(vector), '20191115T033655Z')).toBe(
    `SDK-HMAC-SHA256\n20191115T033655Z\n${hash}`,
  );
});

test.each<(typeof queries)[number]>(queries)(
  'the query $canonicalQuery',
  ({ query, canonicalQuery: expected }) => {
    expect(canonicalQuery(query)).toBe(expected);
    expect(canonicalQuery([...query].reverse())).toBe(expected);
  },
);

test.each([
  { text: "!'()*", escaped: '%21%27%28%29%2A' },
  { text: 'AZaz09-_.~', escaped: 'AZaz09-_.~' },
  { text: 'ü 😀+', escaped: '%C3%BC%20%F0%9F%98%80%2B' },
])('a query’s $text is escaped as RFC 3986 wants it', ({ text, escaped }) => {
  expect(canonicalQuery([['k', text]])).toBe(`k=${escaped}`);
});

test('a path that ends in a slash gets no second one', () => {
  const request = { method: 'GET', path: '/v3/', query: [], headers: {}, body: '' };
  expect(canonicalRequest(request).split('\n')[1]).toBe('/v3/');
});

test('X-Sdk-Date is UTC without punctuation and milliseconds', () => {
  expect(formatSdkDate(Date.UTC(2006, 0, 2, 15, 4, 5, 999))).toBe('20060102T150405Z');
});
