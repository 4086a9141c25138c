import { createHash, createHmac } from 'node:crypto';
import { Refusal } from './errors.ts';
import { countWrongSecret, forgive, isLocked, noteRefusals } from './login-lock.ts';
import type { Caller } from './route.ts';
import type { State } from './state.ts';
import { type CloudRequest, percentDecoded } from './wire.ts';

const skewMs = 15 * 60_000;

/** Verifies the Authorization header of a signed request and answers whose key it is. */
export function checkSignature(state: State, request: CloudRequest, nowMs: number): Caller {
  const authorization = parseAuthorization(request);
  return noteRefusals(state, authorization.access, () =>
    signer(state, authorization, { request, nowMs }),
  );
}

interface Arrived {
  readonly request: CloudRequest;
  readonly nowMs: number;
}

/** Whose key it is; the lock counts signatures that are wrong, not requests that are malformed. */
function signer(
  state: State,
  { access, scope, signedHeaders, signature }: Authorization,
  { request, nowMs }: Arrived,
): Caller {
  const { secretKey, owner } = accessKey(state, access, { request, nowMs });
  if (isLocked(state, access, nowMs)) throw new Refusal('accessKeyLocked');
  if (!signedHeaders.includes('x-sdk-date')) throw refused('X-Sdk-Date is not signed');
  const signedAt = parseSdkDate(request.headers['x-sdk-date'] ?? '');
  if (Math.abs(nowMs - signedAt) > skewMs) throw refused('the signature has expired');
  checkContentHash(request);
  checkScope(scope, request);
  const isTrue = sdkHmacSignature(request, signedHeaders, { secretKey, scope }) === signature;
  if (isTrue && takesForm(state, scope)) {
    forgive(state, access);
    return owner;
  }
  countWrongSecret(state, access, nowMs);
  const canonical = canonicalRequest(request, signedHeaders).replaceAll('\n', '|');
  throw refused(`verify aksk signature fail, canonicalRequest:${canonical}`);
}

/** What belongs to an access key. */
interface AccessKey {
  readonly secretKey: string;
  readonly owner: Caller;
}

/** The key a request names: the account's permanent one, or a temporary one with its security token. */
function accessKey(
  { account, temporaryKeys }: State,
  access: string,
  { request, nowMs }: Arrived,
): AccessKey {
  const { secretKey, domainId, projectId } = account;
  if (access === account.accessKey) {
    return { secretKey, owner: { domainId, projectIds: [projectId] } };
  }
  const temporary = temporaryKeys.get(access);
  if (temporary === undefined) throw refused(`Get secretKey failed,ak:${access},err:ak not exist`);
  if (request.headers['x-security-token'] !== temporary.securityToken) {
    throw refused('the security token does not belong to the access key');
  }
  if (nowMs >= temporary.expiresAt) throw refused('the temporary access key has expired');
  return { secretKey: temporary.secretKey, owner: temporary };
}

/** A cloud that does not know a form finds another signature than the one it was sent. */
function takesForm({ settings: { signatures } }: State, scope: string | undefined): boolean {
  return signatures === 'either' || signatures === (scope === undefined ? 'plain' : 'scoped');
}

interface Authorization {
  readonly access: string;
  /** In the scoped form only: `20261125/eu-de/rds/sdk_request`. */
  readonly scope: string | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const plainCredential = /^Access=([^,\s]+)$/;
const scopedCredential = /^Credential=([^,\s/]+)\/(\d{8}\/[^,\s/]*\/[^,\s/]*\/sdk_request)$/;

function parseAuthorization(request: CloudRequest): Authorization {
  const match =
    /^SDK-HMAC-SHA256 ([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers['authorization'] ?? '',
    );
  const [, key = '', headers, signature] = match ?? [];
  const [, access, scope] = plainCredential.exec(key) ?? scopedCredential.exec(key) ?? [];
  if (access === undefined || headers === undefined || signature === undefined) {
    throw refused('authorization not found or malformed');
  }
  return { access, scope, signedHeaders: headers.split(';'), signature };
}

function checkScope(scope: string | undefined, request: CloudRequest): void {
  const day = request.headers['x-sdk-date']?.slice(0, 8);
  if (scope !== undefined && scope.slice(0, 8) !== day) throw refused('the scope has another day');
}

function parseSdkDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) throw refused('X-Sdk-Date is missing or malformed');
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function checkContentHash(request: CloudRequest): void {
  const claimed = request.headers['x-sdk-content-sha256'];
  if (claimed === undefined || claimed === 'UNSIGNED-PAYLOAD') return;
  if (claimed !== sha256Hex(request.body)) throw refused('X-Sdk-Content-Sha256 is wrong');
}

function refused(detail: string): Refusal {
  return new Refusal('badAuthentication', detail);
}

/** What a signature is made with. */
export interface SigningKey {
  readonly secretKey: string;
  /** `20261125/eu-de/rds/sdk_request` in the scoped form; region and service may be empty. */
  readonly scope?: string | undefined;
}

/** The signature SDK-HMAC-SHA256 demands for a request, in lower-case hexadecimal. */
export function sdkHmacSignature(
  request: CloudRequest,
  signedHeaders: readonly string[],
  { secretKey, scope }: SigningKey,
): string {
  const canonical = canonicalRequest(request, signedHeaders);
  const date = request.headers['x-sdk-date'] ?? '';
  const middle = scope === undefined ? [date] : [date, scope];
  const toSign = ['SDK-HMAC-SHA256', ...middle, sha256Hex(canonical)].join('\n');
  const key = scope === undefined ? secretKey : scopedKey(secretKey, scope);
  return createHmac('sha256', key).update(toSign).digest('hex');
}

/** The key of the scoped form: a chain over the scope's parts (gophertelekomcloud, signer_helper.go). */
function scopedKey(secretKey: string, scope: string): Buffer {
  return scope
    .split('/')
    .reduce(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      Buffer.from(`SDK${secretKey}`),
    );
}

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
    .map((segment) => encoded(percentDecoded(segment)))
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
  return encoded(percentDecoded(raw.replaceAll('+', ' ')));
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
