import { randomBytes } from 'node:crypto';
import type { TokenUser } from '../account.ts';
import { identityErrors, Refusal } from '../errors.ts';
import type { Call } from '../route.ts';
import type { IssuedToken, State } from '../state.ts';
import { iamTime } from '../time.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';
import { catalogue } from './discovery.ts';

/** What a login settles of a token; unless it says so, the token lasts as long as tokens do. */
export type TokenContent = Pick<IssuedToken, 'methods' | 'user' | 'assumedBy' | 'scope'> &
  Partial<Pick<IssuedToken, 'expiresAt'>>;

/** Issues a token, of the length and the alphabet the clouds' own have. */
export function issueToken({ state, nowMs }: Call, content: TokenContent): IssuedToken {
  const token: IssuedToken = {
    expiresAt: nowMs + state.settings.tokenSeconds * 1000,
    ...content,
    text: `MII${randomBytes(900).toString('base64')}`,
    issuedAt: nowMs,
    revoked: false,
  };
  state.tokens.set(token.text, token);
  return token;
}

/** The token of that text; unknown, revoked and expired ones are refused, each in its own words. */
export function validToken(state: State, text: string, nowMs: number): IssuedToken {
  const token = state.tokens.get(text);
  if (token === undefined) throw new Refusal('badAuthentication', 'decrypt token fail');
  if (nowMs >= token.expiresAt) throw new Refusal('tokenExpired');
  if (token.revoked) throw new Refusal('tokenToRenew');
  return token;
}

/** A token's content with the token itself in X-Subject-Token. */
export function tokenAnswer(call: Call, status: 200 | 201, token: IssuedToken): Answer {
  const { methods, issuedAt, expiresAt, user, assumedBy, scope } = token;
  const scoped = scope.project !== undefined || scope.domain !== undefined;
  const body = {
    token: {
      methods,
      issued_at: iamTime(issuedAt),
      expires_at: iamTime(expiresAt),
      user: shownUser(user),
      ...scope,
      ...(scoped ? { roles: [{ id: '0', name: 'te_admin' }] } : {}),
      ...(scoped && !call.request.query['nocatalog'] ? { catalog: catalogue(call, scope) } : {}),
      ...(assumedBy === undefined ? {} : { assumed_by: { user: shownUser(assumedBy) } }),
    },
  };
  const answer = jsonAnswer(status, body);
  return { ...answer, headers: { ...answer.headers, 'x-subject-token': token.text } };
}

function shownUser({ id, name, domain, federation }: TokenUser): JsonObject {
  const user = { id, name, domain };
  return federation === undefined
    ? { ...user, password_expires_at: null }
    : { ...user, 'OS-FEDERATION': federation };
}

/** GET and HEAD /v3/auth/tokens, by the OTC pages en-us_topic_0057845585 and …5586. */
export function checkToken(call: Call): Answer {
  return tokenAnswer(call, 200, subjectToken(call));
}

/** DELETE /v3/auth/tokens, as Keystone has it: the token is refused from then on. */
export function revokeToken(call: Call): Answer {
  subjectToken(call).revoked = true;
  return { status: 204, headers: {}, body: '' };
}

function subjectToken({ request, state, nowMs }: Call): IssuedToken {
  const text = request.headers['x-subject-token'];
  if (text === undefined) throw new Refusal('badRequest', 'X-Subject-Token is missing');
  const token = state.tokens.get(text);
  if (token === undefined || token.revoked || nowMs >= token.expiresAt) {
    throw new Refusal(identityErrors.notFound, 'Failed to validate token');
  }
  return token;
}
