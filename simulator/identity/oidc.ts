import { createPublicKey, verify } from 'node:crypto';
import { federatedUser } from '../account.ts';
import { identityErrors, Refusal } from '../errors.ts';
import { noteRefusals } from '../login-lock.ts';
import type { OidcProvider } from '../options.ts';
import { bodyFields, requiredObject, requiredText } from '../request-fields.ts';
import type { Call } from '../route.ts';
import { type Answer, isJsonObject, type JsonObject, parsedJson } from '../wire.ts';
import { grantedScope, requestedScope } from './scope.ts';
import { issueToken, tokenAnswer } from './tokens.ts';

/** POST /v3.0/OS-AUTH/id-token/tokens, by the OTC page iam_13_0605. */
export function oidcLogin(call: Call): Answer {
  const { request, state, nowMs } = call;
  const providerId = request.headers['x-idp-id'];
  if (providerId === undefined) throw new Refusal('badRequest', 'X-Idp-Id is missing');
  const auth = requiredObject(bodyFields(call), 'auth');
  const idToken = requiredText(requiredObject(auth, 'id_token'), 'id');
  const requested = requestedScope(auth);
  const token = noteRefusals(state, providerId, () => {
    const { oidc } = state.settings;
    const known = oidc?.providerName === providerId ? oidc : undefined;
    const subject = known && verifiedSubject(known, idToken, nowMs);
    if (subject === undefined) throw new Refusal(identityErrors.unauthorized);
    const user = federatedUser(state.account, providerId, subject);
    const scope = grantedScope(state, requested, user.domain);
    return issueToken(call, { methods: ['mapped'], user, scope });
  });
  return tokenAnswer(call, 201, token);
}

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
  const value = parsedJson(Buffer.from(part, 'base64url').toString('utf8'));
  return isJsonObject(value) ? value : undefined;
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
