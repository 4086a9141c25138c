import { createHmac } from 'node:crypto';
import { canonicalRequest, sha256Hex } from './canonical-request.ts';
import type { CloudRequest } from './cloud-request.ts';

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
