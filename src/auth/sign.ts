import { createHmac, hash } from 'node:crypto';
import { encodeRfc3986 } from '../runtime/text.ts';

export interface SigningKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** `plain` names the key alone, `scoped` also the day, a region and a service. */
export type SignatureForm = 'plain' | 'scoped';

/** What a scoped signature is for; OTC's own SDK leaves both empty. */
export interface SignatureScope {
  readonly region: string;
  readonly service: string;
}

export interface SignableRequest {
  readonly method: string;
  /** As sent, percent-encoded; the canonical form adds the final `/`. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: readonly (readonly [string, string])[];
  /** Lower-case names; all of them are signed, `x-sdk-date` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

const sha256 = (text: string) => hash('sha256', text, 'hex');

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** `20060102T150405Z`, from milliseconds since 1970. */
export function formatSdkDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

export function canonicalQuery(query: SignableRequest['query']): string {
  return query
    .map(([key, value]) => [encodeRfc3986(key), encodeRfc3986(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

const signedHeaderNames = (request: SignableRequest) => Object.keys(request.headers).sort();

export function canonicalRequest(request: SignableRequest): string {
  const names = signedHeaderNames(request);
  return [
    request.method,
    request.path.endsWith('/') ? request.path : `${request.path}/`,
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${request.headers[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(request.body),
  ].join('\n');
}

export function stringToSign(canonical: string, sdkDate: string, scope?: string): string {
  const middle = scope === undefined ? [sdkDate] : [sdkDate, scope];
  return [ALGORITHM, ...middle, sha256(canonical)].join('\n');
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

/** The key of the scoped form: a chain over the parts of the scope. */
const scopedKey = (secretKey: string, scope: string) =>
  scope.split('/').reduce((key, part) => hmac(key, part).digest(), Buffer.from(`SDK${secretKey}`));

/**
 * The `Authorization` header of the clouds' AK/SK signature, SDK-HMAC-SHA256; scoped with `scope`.
 * Sources: support.huaweicloud.com, devg-apisign/api-sign-algorithm-001 to 005, for the plain form;
 * opentelekomcloud/gophertelekomcloud, signer_helper.go, for the scoped one.
 */
export function signRequest(
  request: SignableRequest,
  keys: SigningKeys,
  scope?: SignatureScope,
): string {
  const { accessKey, secretKey } = keys;
  const date = request.headers['x-sdk-date'] ?? '';
  const day = date.slice(0, 8);
  const path = scope && `${day}/${scope.region}/${scope.service}/sdk_request`;
  const text = stringToSign(canonicalRequest(request), date, path);
  const key = path === undefined ? secretKey : scopedKey(secretKey, path);
  const signature = hmac(key, text).digest('hex');
  const who = path === undefined ? `Access=${accessKey}` : `Credential=${accessKey}/${path}`;
  const names = signedHeaderNames(request).join(';');
  return `${ALGORITHM} ${who}, SignedHeaders=${names}, Signature=${signature}`;
}
