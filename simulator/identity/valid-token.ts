import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { IssuedToken } from './issued-token.ts';

/** The token of that text; unknown, revoked and expired ones are refused, each in its own words. */
export function validToken(world: World, text: string, nowMs: number): IssuedToken {
  const token = world.tokens.get(text);
  if (token === undefined) throw new Refusal('badAuthentication', 'decrypt token fail');
  if (nowMs >= token.expiresAt) throw new Refusal('tokenExpired');
  if (token.revoked) throw new Refusal('tokenToRenew');
  return token;
}
