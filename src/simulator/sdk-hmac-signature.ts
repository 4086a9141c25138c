import { createHmac } from 'node:crypto';
import { canonicalRequest, sha256Hex } from './canonical-request.ts';
import type { CloudRequest } from './cloud-request.ts';

/** The signature SDK-HMAC-SHA256 demands for a request, in lower-case hexadecimal. */
export function sdkHmacSignature(
  request: CloudRequest,
  signedHeaders: readonly string[],
  secretKey: string,
): string {
  const canonical = canonicalRequest(request, signedHeaders);
  const date = request.headers['x-sdk-date'] ?? '';
  const toSign = ['SDK-HMAC-SHA256', date, sha256Hex(canonical)].join('\n');
  return createHmac('sha256', secretKey).update(toSign).digest('hex');
}
