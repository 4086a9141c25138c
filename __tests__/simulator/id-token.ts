import { createSign, generateKeyPairSync } from 'node:crypto';
import type { OidcProvider } from '../../simulator/index.ts';

const known = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strange = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** GitHub, as IAM was told of it. */
export const provider: OidcProvider = {
  providerName: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'https://github.com/owner',
  jwks: [{ ...known.publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }],
  subject: 'repo:owner/name:environment:production',
};

/** In what an id token departs from a good one. */
export interface Departure {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly signedBy?: 'stranger' | 'nobody';
}

/** An id token that is good from 08:00 to 08:05, unless it departs from that. */
export function idToken({ claims, header, signedBy }: Departure = {}): string {
  const issuedAt = Date.parse('2026-11-21T08:00:00Z') / 1000;
  const head = part({ alg: 'RS256', typ: 'JWT', kid: 'key-1', ...header });
  const payload = part({
    iss: provider.issuer,
    aud: provider.audience,
    sub: provider.subject,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 300,
    ...claims,
  });
  const key = signedBy === 'stranger' ? strange.privateKey : known.privateKey;
  const signer = createSign('RSA-SHA256').update(`${head}.${payload}`);
  const signature = signedBy === 'nobody' ? 'AAAA' : signer.sign(key, 'base64url');
  return `${head}.${payload}.${signature}`;
}

/** Id tokens nobody may get in with, each with what is wrong with it. */
export const badIdTokens: ReadonlyArray<readonly [string, string]> = [
  ['signed by another key', idToken({ signedBy: 'stranger' })],
  ['not signed', idToken({ signedBy: 'nobody' })],
  ['of an unknown key id', idToken({ header: { kid: 'key-2' } })],
  ['of algorithm none', idToken({ header: { alg: 'none' } })],
  ['of another issuer', idToken({ claims: { iss: 'https://example.org' } })],
  ['for another audience', idToken({ claims: { aud: 'https://github.com/stranger' } })],
  ['of another repository', idToken({ claims: { sub: 'repo:stranger/name:ref:refs/heads/main' } })],
  ['that has expired', idToken({ claims: { exp: 1795248000 } })],
  ['without an end', idToken({ claims: { exp: undefined } })],
  ['not yet good', idToken({ claims: { nbf: 1795248001 } })],
  ['that is none', 'not.a.token'],
];

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
