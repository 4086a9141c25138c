import type { Answer } from '../answer.ts';
import { bodyFields, requiredObject, requiredText } from '../body-fields.ts';
import type { Call } from '../call.ts';
import { noteRefusals } from '../note-refusals.ts';
import { Refusal } from '../refusal.ts';
import { grantedScope } from './granted-scope.ts';
import { identityErrors } from './identity-errors.ts';
import { issueToken } from './issue-token.ts';
import { requestedScope } from './requested-scope.ts';
import { tokenAnswer } from './token-answer.ts';
import { federatedUser } from './token-user.ts';
import { verifiedSubject } from './verify-id-token.ts';

/** POST /v3.0/OS-AUTH/id-token/tokens, by the OTC page iam_13_0605. */
export function oidcLogin(call: Call): Answer {
  const { request, world, nowMs } = call;
  const providerId = request.headers['x-idp-id'];
  if (providerId === undefined) throw new Refusal('badRequest', 'X-Idp-Id is missing');
  const auth = requiredObject(bodyFields(call), 'auth');
  const idToken = requiredText(requiredObject(auth, 'id_token'), 'id');
  const wish = requestedScope(auth);
  const token = noteRefusals(world, providerId, () => {
    const { oidc } = world.settings;
    const known = oidc?.providerName === providerId ? oidc : undefined;
    const subject = known && verifiedSubject(known, idToken, nowMs);
    if (subject === undefined) throw new Refusal(identityErrors.unauthorized);
    const user = federatedUser(world.account, providerId, subject);
    const scope = grantedScope(world, wish, user.domain);
    return issueToken(call, { methods: ['mapped'], user, scope });
  });
  return tokenAnswer(call, 201, token);
}
