import { expect, test } from '@jest/globals';
import { canonicalRequest, sdkHmacSignature, sha256Hex } from '../../simulator/signature.ts';
import { type ScopedVector, scopedVectors } from '../support/fixtures.ts';

interface Vector {
  readonly line: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secretKey?: string;
  readonly signature: string;
}

const goDate = { 'x-sdk-date': '20060102T150405Z' };
const pythonHeaders = {
  host: 'service.endpoint.myhuaweicloud.com',
  'x-sdk-date': '20200608T023900Z',
};
const pageHeaders = {
  'content-type': 'application/json',
  host: 'service.region.example.com',
  'x-sdk-date': '20191115T033655Z',
};
const page: Vector = {
  line: 'GET /v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
  headers: pageHeaders,
  secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
  signature: '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
};

function requestOf({ line, body = '', headers }: Vector) {
  const [method = '', rawPath = '', rawQuery = ''] = line.split(' ');
  return { method, rawPath, rawQuery, query: {}, headers, body: Buffer.from(body) };
}

test.each<Vector>([
  {
    line: 'GET /path limit=1',
    headers: goDate,
    signature: '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  },
  {
    line: 'POST /path key=value',
    body: '{"Name":"test","Id":1}\n',
    headers: goDate,
    signature: 'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  },
  {
    line: 'GET /resources size=1',
    headers: pythonHeaders,
    signature: 'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
  },
  {
    line: 'POST /resources size=1',
    body: '{"name":"test","id":1}',
    headers: pythonHeaders,
    signature: '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
  },
  page,
])('the verifier computes the published signature of $line', (vector) => {
  const signed = Object.keys(vector.headers);
  const secretKey = vector.secretKey ?? 'SecretKey';
  expect(sdkHmacSignature(requestOf(vector), signed, { secretKey })).toBe(vector.signature);
});

test('the canonical request of the published example has the published hash', () => {
  const canonical = canonicalRequest(requestOf(page), Object.keys(page.headers));
  expect(sha256Hex(canonical)).toBe(
    'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a',
  );
});

test('the canonical query is sorted and escaped like the published one', () => {
  const rawQuery = `${[
    'test=%E4%B8%80%20(%26%3D%3F!%23%25.*)',
    'multi=3',
    'path=/tmp/123',
    'multi=1',
    'limit=1',
    'multi=2',
    'enable=true',
  ].join('&')}`;
  const request = { ...requestOf(page), rawQuery };
  expect(canonicalRequest(request, []).split('\n')[2]).toBe(
    'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29',
  );
});

test.each<ScopedVector>(scopedVectors)(
  'the verifier computes the signature that OTC’s own SDK has made for $url',
  ({ method, url, headers, body, xSdkDate, secretKey, authorization }) => {
    const { host, pathname, search } = new URL(url);
    const sent = Object.entries({ ...headers, host, 'x-sdk-date': xSdkDate });
    const request = {
      method,
      rawPath: pathname,
      rawQuery: search.slice(1),
      query: {},
      headers: Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), value])),
      body: Buffer.from(body),
    };
    const [, scope, names = '', signature] =
      /Credential=\w+\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(authorization) ?? [];
    expect(sdkHmacSignature(request, names.split(';'), { secretKey, scope })).toBe(signature);
  },
);

test('all vectors of OTC’s own SDK are here', () => {
  expect(scopedVectors).toHaveLength(4);
});
