import type { Answer } from '../answer.ts';
import { requiredObject, requiredText } from '../body-fields.ts';
import type { Call } from '../call.ts';
import { noteRefusals } from '../note-refusals.ts';
import { Refusal } from '../refusal.ts';
import { checkPassword, requestedUser } from './check-password.ts';
import { grantedScope } from './granted-scope.ts';
import { identityErrors } from './identity-errors.ts';
import { issueToken } from './issue-token.ts';
import { type LoginFields, loginFields } from './login-fields.ts';
import { requestedScope } from './requested-scope.ts';
import { tokenAnswer } from './token-answer.ts';
import { ownUser } from './token-user.ts';

/** POST /v3/auth/tokens with a password or a token, by the OTC page en-us_topic_0057845583. */
export function login(call: Call): Answer {
  const fields = loginFields(call);
  if (fields.method === 'password') return passwordLogin(call, fields);
  if (fields.method === 'token') return rescope(call, fields);
  throw new Refusal(identityErrors.unauthorized);
}

function passwordLogin(call: Call, { auth, identity }: LoginFields): Answer {
  const { world } = call;
  const wanted = requestedUser(identity);
  const wish = requestedScope(auth);
  const token = noteRefusals(world, wanted.name, () => {
    checkPassword(call, wanted);
    const user = ownUser(world.account);
    const scope = grantedScope(world, wish, user.domain);
    return issueToken(call, { methods: ['password'], user, scope });
  });
  return tokenAnswer(call, 201, token);
}

function rescope(call: Call, { auth, identity }: LoginFields): Answer {
  const { world, nowMs } = call;
  const text = requiredText(requiredObject(identity, 'token'), 'id');
  const wish = requestedScope(auth);
  const old = world.tokens.get(text);
  if (old === undefined || old.revoked || nowMs >= old.expiresAt) {
    throw new Refusal(identityErrors.unauthorized);
  }
  const { user, expiresAt } = old;
  const methods = [...new Set([...old.methods, 'token'])];
  const assumed = old.assumedBy === undefined ? {} : { assumedBy: old.assumedBy };
  const scope = grantedScope(world, wish, user.domain);
  return tokenAnswer(call, 201, issueToken(call, { methods, user, scope, expiresAt, ...assumed }));
}
