import { ownDomain, ownUser } from '../account.ts';
import { identityErrors, Refusal } from '../errors.ts';
import { countWrongSecret, forgive, isLocked, noteRefusals } from '../login-lock.ts';
import {
  bodyFields,
  optionalObject,
  optionalText,
  requiredObject,
  requiredText,
} from '../request-fields.ts';
import type { Call } from '../route.ts';
import type { Answer, JsonObject } from '../wire.ts';
import { grantedScope, isMeant, type Reference, requestedScope } from './scope.ts';
import { issueToken, tokenAnswer } from './tokens.ts';

/** POST /v3/auth/tokens with a password or a token, by the OTC page en-us_topic_0057845583. */
export function login(call: Call): Answer {
  const fields = loginFields(call);
  if (fields.method === 'password') return passwordLogin(call, fields);
  if (fields.method === 'token') return rescope(call, fields);
  throw new Refusal(identityErrors.unauthorized);
}

function passwordLogin(call: Call, { auth, identity }: LoginFields): Answer {
  const { state } = call;
  const wanted = requestedUser(identity);
  const requested = requestedScope(auth);
  const token = noteRefusals(state, wanted.name, () => {
    checkPassword(call, wanted);
    const user = ownUser(state.account);
    const scope = grantedScope(state, requested, user.domain);
    return issueToken(call, { methods: ['password'], user, scope });
  });
  return tokenAnswer(call, 201, token);
}

function rescope(call: Call, { auth, identity }: LoginFields): Answer {
  const { state, nowMs } = call;
  const text = requiredText(requiredObject(identity, 'token'), 'id');
  const requested = requestedScope(auth);
  const old = state.tokens.get(text);
  if (old === undefined || old.revoked || nowMs >= old.expiresAt) {
    throw new Refusal(identityErrors.unauthorized);
  }
  const { user, expiresAt } = old;
  const methods = [...new Set([...old.methods, 'token'])];
  const assumed = old.assumedBy === undefined ? {} : { assumedBy: old.assumedBy };
  const scope = grantedScope(state, requested, user.domain);
  return tokenAnswer(call, 201, issueToken(call, { methods, user, scope, expiresAt, ...assumed }));
}

/** The parts of a body every login of IAM has. */
interface LoginFields {
  readonly auth: JsonObject;
  readonly identity: JsonObject;
  readonly method: string;
}

/** Reads a login's body; two methods at once are none the simulator knows. */
export function loginFields(call: Call): LoginFields {
  const auth = requiredObject(bodyFields(call), 'auth');
  const identity = requiredObject(auth, 'identity');
  const methods = identity['methods'];
  if (!Array.isArray(methods) || methods.length === 0) {
    throw new Refusal('badRequest', 'methods must be a list that is not empty');
  }
  const [method, ...more]: readonly unknown[] = methods;
  if (typeof method !== 'string') throw new Refusal('badRequest', 'methods must hold strings');
  if (more.length > 0) throw new Refusal(identityErrors.unauthorized);
  return { auth, identity, method };
}

/** A user as a password login names it. */
export interface RequestedUser {
  readonly name: string;
  readonly password: string;
  readonly domain: Reference;
}

/** Reads `identity.password.user`: a name, its domain and a password. */
function requestedUser(identity: JsonObject): RequestedUser {
  const user = requiredObject(requiredObject(identity, 'password'), 'user');
  const name = requiredText(user, 'name');
  const password = requiredText(user, 'password');
  const domain = optionalObject(user, 'domain') ?? {};
  const requested = { id: optionalText(domain, 'id'), name: optionalText(domain, 'name') };
  if (requested.id === undefined && requested.name === undefined) {
    throw new Refusal('badRequest', "'domain' is a required property of a user's name");
  }
  return { name, password, domain: requested };
}

/** Demands the account's user and password; a locked user is told nothing else than a wrong one. */
function checkPassword({ state, nowMs }: Call, wanted: RequestedUser): void {
  const { account } = state;
  const known = wanted.name === account.username && isMeant(wanted.domain, ownDomain(account));
  if (!known || isLocked(state, wanted.name, nowMs)) throw new Refusal(identityErrors.unauthorized);
  if (wanted.password !== account.password) {
    countWrongSecret(state, wanted.name, nowMs);
    throw new Refusal(identityErrors.unauthorized);
  }
  forgive(state, wanted.name);
}
