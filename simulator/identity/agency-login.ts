import type { Answer } from '../answer.ts';
import { requiredObject } from '../body-fields.ts';
import type { Call } from '../call.ts';
import { Refusal } from '../refusal.ts';
import { grantedScope } from './granted-scope.ts';
import { identityErrors } from './identity-errors.ts';
import { issueToken } from './issue-token.ts';
import { loginFields } from './login-fields.ts';
import { requestedAgency } from './requested-agency.ts';
import { requestedScope } from './requested-scope.ts';
import { tokenAnswer } from './token-answer.ts';

/** POST /v3/auth/tokens with assume_role, by the OTC page en-us_topic_0064274720. */
export function agencyLogin(call: Call): Answer {
  const { auth, identity } = loginFields(call);
  const wish = requestedScope(auth);
  const delegate = call.caller.token;
  if (delegate === undefined) throw new Refusal(identityErrors.unauthorized);
  const user = requestedAgency(call, requiredObject(identity, 'assume_role'), 'xrole_name');
  const scope = grantedScope(call.world, wish, user.domain);
  const content = { methods: ['assume_role'], user, assumedBy: delegate.user, scope };
  return tokenAnswer(call, 201, issueToken(call, content));
}
