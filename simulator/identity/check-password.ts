import { optionalObject, optionalText, requiredObject, requiredText } from '../body-fields.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { countWrongSecret, forgive, isLocked } from '../login-lock.ts';
import { Refusal } from '../refusal.ts';
import { ownDomain } from './domain.ts';
import { identityErrors } from './identity-errors.ts';
import { isMeant, type Reference } from './requested-scope.ts';

/** A user as a password login names it. */
export interface RequestedUser {
  readonly name: string;
  readonly password: string;
  readonly domain: Reference;
}

/** Reads `identity.password.user`: a name, its domain and a password. */
export function requestedUser(identity: JsonObject): RequestedUser {
  const user = requiredObject(requiredObject(identity, 'password'), 'user');
  const name = requiredText(user, 'name');
  const password = requiredText(user, 'password');
  const domain = optionalObject(user, 'domain') ?? {};
  const wish = { id: optionalText(domain, 'id'), name: optionalText(domain, 'name') };
  if (wish.id === undefined && wish.name === undefined) {
    throw new Refusal('badRequest', "'domain' is a required property of a user's name");
  }
  return { name, password, domain: wish };
}

/** Demands the account's user and password; a locked user is told nothing else than a wrong one. */
export function checkPassword({ world, nowMs }: Call, wanted: RequestedUser): void {
  const { account } = world;
  const known = wanted.name === account.username && isMeant(wanted.domain, ownDomain(account));
  if (!known || isLocked(world, wanted.name, nowMs)) throw new Refusal(identityErrors.unauthorized);
  if (wanted.password !== account.password) {
    countWrongSecret(world, wanted.name, nowMs);
    throw new Refusal(identityErrors.unauthorized);
  }
  forgive(world, wanted.name);
}
