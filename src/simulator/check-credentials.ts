import type { Call } from './call.ts';
import { checkSignature } from './check-signature.ts';
import { Refusal } from './refusal.ts';

/** Demands a known token or a true signature; a token wins where both are sent. */
export function checkCredentials({ world, request, nowMs }: Call): void {
  const token = request.headers['x-auth-token'];
  if (token === undefined) {
    if (request.headers['authorization'] !== undefined) {
      checkSignature(world, request, nowMs);
      return;
    }
    throw new Refusal('badAuthentication', 'x-auth-token not found');
  }
  if (token === world.account.expiredToken) throw new Refusal('tokenExpired');
  if (token !== world.account.token) throw new Refusal('badAuthentication', 'decrypt token fail');
}
