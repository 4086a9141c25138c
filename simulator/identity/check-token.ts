import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { Refusal } from '../refusal.ts';
import { identityErrors } from './identity-errors.ts';
import type { IssuedToken } from './issued-token.ts';
import { tokenAnswer } from './token-answer.ts';

/** GET and HEAD /v3/auth/tokens, by the OTC pages en-us_topic_0057845585 and …5586. */
export function checkToken(call: Call): Answer {
  return tokenAnswer(call, 200, subjectToken(call));
}

/** DELETE /v3/auth/tokens, as Keystone has it: the token is refused from then on. */
export function revokeToken(call: Call): Answer {
  subjectToken(call).revoked = true;
  return { status: 204, headers: {}, body: '' };
}

function subjectToken({ request, world, nowMs }: Call): IssuedToken {
  const text = request.headers['x-subject-token'];
  if (text === undefined) throw new Refusal('badRequest', 'X-Subject-Token is missing');
  const token = world.tokens.get(text);
  if (token === undefined || token.revoked || nowMs >= token.expiresAt) {
    throw new Refusal(identityErrors.notFound, 'Failed to validate token');
  }
  return token;
}
