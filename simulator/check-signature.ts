import { accessKey } from './access-key.ts';
import type { Caller } from './caller.ts';
import { canonicalRequest, sha256Hex } from './canonical-request.ts';
import type { CloudRequest } from './cloud-request.ts';
import { countWrongSecret, forgive, isLocked } from './login-lock.ts';
import { noteRefusals } from './note-refusals.ts';
import { Refusal } from './refusal.ts';
import { sdkHmacSignature } from './sdk-hmac-signature.ts';
import type { World } from './world.ts';

const skewMs = 15 * 60_000;

/** Verifies the Authorization header of a signed request and answers whose key it is. */
export function checkSignature(world: World, request: CloudRequest, nowMs: number): Caller {
  const authorization = parseAuthorization(request);
  return noteRefusals(world, authorization.access, () =>
    signer(world, authorization, { request, nowMs }),
  );
}

function signer(
  world: World,
  { access, scope, signedHeaders, signature }: Authorization,
  { request, nowMs }: { readonly request: CloudRequest; readonly nowMs: number },
): Caller {
  const { secretKey, owner } = accessKey(world, access, { request, nowMs });
  if (isLocked(world, access, nowMs)) throw new Refusal('accessKeyLocked');
  if (!signedHeaders.includes('x-sdk-date')) throw refused('X-Sdk-Date is not signed');
  const signedAt = parseSdkDate(request.headers['x-sdk-date'] ?? '');
  if (Math.abs(nowMs - signedAt) > skewMs) throw refused('the signature has expired');
  checkContentHash(request);
  checkScope(scope, request);
  const isTrue = sdkHmacSignature(request, signedHeaders, { secretKey, scope }) === signature;
  if (isTrue && takesForm(world, scope)) {
    forgive(world, access);
    return owner;
  }
  countWrongSecret(world, access, nowMs);
  const canonical = canonicalRequest(request, signedHeaders).replaceAll('\n', '|');
  throw refused(`verify aksk signature fail, canonicalRequest:${canonical}`);
}

function refused(detail: string): Refusal {
  return new Refusal('badAuthentication', detail);
}

/** A cloud that does not know a form finds another signature than the one it was sent. */
function takesForm({ settings: { signatures } }: World, scope: string | undefined): boolean {
  return signatures === 'either' || signatures === (scope === undefined ? 'plain' : 'scoped');
}

interface Authorization {
  readonly access: string;
  /** In the scoped form only: `20261125/eu-de/rds/sdk_request`. */
  readonly scope: string | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const plainKey = /^Access=([^,\s]+)$/;
const scopedKey = /^Credential=([^,\s/]+)\/(\d{8}\/[^,\s/]*\/[^,\s/]*\/sdk_request)$/;

function parseAuthorization(request: CloudRequest): Authorization {
  const match =
    /^SDK-HMAC-SHA256 ([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers['authorization'] ?? '',
    );
  const [, key = '', headers, signature] = match ?? [];
  const [, access, scope] = plainKey.exec(key) ?? scopedKey.exec(key) ?? [];
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
