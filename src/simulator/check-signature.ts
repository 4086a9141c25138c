import type { Account } from './account.ts';
import { canonicalRequest, sha256Hex } from './canonical-request.ts';
import type { CloudRequest } from './cloud-request.ts';
import { Refusal } from './refusal.ts';
import { sdkHmacSignature } from './sdk-hmac-signature.ts';
import { countSignatureFailure, refuseLockedKey } from './signature-lock.ts';
import type { World } from './world.ts';

const skewMs = 15 * 60_000;

/** Verifies the Authorization header of a signed request. */
export function checkSignature(world: World, request: CloudRequest, nowMs: number): void {
  const { access, signedHeaders, signature } = parseAuthorization(request);
  const secretKey = secretKeyOf(world.account, access, request);
  refuseLockedKey(world, access, nowMs);
  if (!signedHeaders.includes('x-sdk-date')) throw refused('X-Sdk-Date is not signed');
  const signedAt = parseSdkDate(request.headers['x-sdk-date'] ?? '');
  if (Math.abs(nowMs - signedAt) > skewMs) throw refused('the signature has expired');
  checkContentHash(request);
  if (sdkHmacSignature(request, signedHeaders, secretKey) === signature) {
    world.signatureFailures.delete(access);
    return;
  }
  countSignatureFailure(world, access, nowMs);
  const canonical = canonicalRequest(request, signedHeaders).replaceAll('\n', '|');
  throw refused(`verify aksk signature fail, canonicalRequest:${canonical}`);
}

function refused(detail: string): Refusal {
  return new Refusal('badAuthentication', detail);
}

interface Authorization {
  readonly access: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(request: CloudRequest): Authorization {
  const match =
    /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers['authorization'] ?? '',
    );
  const [, access, headers, signature] = match ?? [];
  if (access === undefined || headers === undefined || signature === undefined) {
    throw refused('authorization not found or malformed');
  }
  return { access, signedHeaders: headers.split(';'), signature };
}

function secretKeyOf(account: Account, access: string, request: CloudRequest): string {
  if (access === account.accessKey) return account.secretKey;
  if (access !== account.temporaryAccessKey) throw refused('the access key does not exist');
  if (request.headers['x-security-token'] !== account.securityToken) {
    throw refused('the security token does not belong to the access key');
  }
  return account.temporarySecretKey;
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
