import { createPublicKey, verify } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import type { OidcProvider } from './oidc-provider.ts';

/** The subject of an id token the provider has signed for us and that is valid now; undefined for any other. */
export function verifiedSubject(
  provider: OidcProvider,
  idToken: string,
  nowMs: number,
): string | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(idToken)) return undefined;
  const [head = '', payload = '', signature = ''] = idToken.split('.');
  const header = jsonPart(head);
  const claims = jsonPart(payload);
  if (header?.['alg'] !== 'RS256' || claims === undefined) return undefined;
  const signed = Buffer.from(`${head}.${payload}`);
  if (!isSigned(provider, header['kid'], signed, Buffer.from(signature, 'base64url'))) {
    return undefined;
  }
  return claimsHold(provider, claims, nowMs) ? subjectOf(claims) : undefined;
}

function jsonPart(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSigned(
  { jwks }: OidcProvider,
  keyId: unknown,
  signed: Buffer,
  signature: Buffer,
): boolean {
  return jwks
    .filter((key) => key.kty === 'RSA' && (keyId === undefined || key['kid'] === keyId))
    .some((key) => verify('sha256', signed, createPublicKey({ key, format: 'jwk' }), signature));
}

function claimsHold(provider: OidcProvider, claims: JsonObject, nowMs: number): boolean {
  const { iss, aud, exp, nbf } = claims;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return (
    iss === provider.issuer &&
    audiences.includes(provider.audience) &&
    typeof exp === 'number' &&
    nowMs < exp * 1000 &&
    (nbf === undefined || (typeof nbf === 'number' && nowMs >= nbf * 1000)) &&
    subjectOf(claims) === (provider.subject ?? subjectOf(claims))
  );
}

function subjectOf({ sub }: JsonObject): string | undefined {
  return typeof sub === 'string' && sub !== '' ? sub : undefined;
}
