import { randomBytes } from 'node:crypto';
import type { Call } from '../call.ts';
import type { IssuedToken } from './issued-token.ts';

/** What a login settles of a token; unless it says so, the token lasts as long as tokens do. */
export type TokenContent = Pick<IssuedToken, 'methods' | 'user' | 'assumedBy' | 'scope'> &
  Partial<Pick<IssuedToken, 'expiresAt'>>;

/** Issues a token, of the length and the alphabet the clouds' own have. */
export function issueToken({ world, nowMs }: Call, content: TokenContent): IssuedToken {
  const token: IssuedToken = {
    expiresAt: nowMs + world.settings.tokenSeconds * 1000,
    ...content,
    text: `MII${randomBytes(900).toString('base64')}`,
    issuedAt: nowMs,
    revoked: false,
  };
  world.tokens.set(token.text, token);
  return token;
}
