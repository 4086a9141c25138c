import { type Answer, jsonAnswer } from '../answer.ts';
import { optionalObject, optionalText, requiredObject, wholeNumber } from '../body-fields.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { Refusal } from '../refusal.ts';
import { grantedScope } from './granted-scope.ts';
import { iamTime } from './iam-time.ts';
import { identityErrors } from './identity-errors.ts';
import type { TokenScope } from './issued-token.ts';
import { loginFields } from './login-fields.ts';
import { homeProjectId } from './projects-of-domain.ts';
import { requestedAgency } from './requested-agency.ts';
import { requestedScope } from './requested-scope.ts';
import { issueTemporaryKey, type KeyGrant } from './temporary-key.ts';
import { validToken } from './valid-token.ts';

const quarterHourToDay = { least: 900, most: 86_400, unless: 900 };

/** POST /v3.0/OS-CREDENTIAL/securitytokens with a token, by the OTC page en-us_topic_0097949518. */
export function keysForToken(call: Call): Answer {
  const { identity, method } = loginFields(call);
  if (method !== 'token') throw new Refusal('badRequest', `method ${method}`);
  const fields = optionalObject(identity, 'token') ?? {};
  const seconds = wholeNumber(fields, 'duration_seconds', quarterHourToDay);
  const text = call.request.headers['x-auth-token'] ?? optionalText(fields, 'id');
  if (text === undefined) throw new Refusal(identityErrors.unauthorized);
  const { user, scope } = validToken(call.world, text, call.nowMs);
  return keyAnswer(call, { ...granted(call, user.domain.id, scope), seconds });
}

/** The same page's other method: an agency's key, for a token or a signed request. */
export function keysForAgency(call: Call): Answer {
  const { auth, identity } = loginFields(call);
  const role = requiredObject(identity, 'assume_role');
  const seconds = wholeNumber(role, 'duration_seconds', quarterHourToDay);
  const wish = requestedScope(auth);
  const { domain } = requestedAgency(call, role, 'agency_name');
  const scope = grantedScope(call.world, wish, domain);
  return keyAnswer(call, { ...granted(call, domain.id, scope), seconds });
}

function granted(
  { world }: Call,
  domainId: string,
  { project }: TokenScope,
): Omit<KeyGrant, 'seconds'> {
  return { domainId, projectIds: [project?.id ?? homeProjectId(world, domainId)] };
}

function keyAnswer(call: Call, grant: KeyGrant): Answer {
  const key = issueTemporaryKey(call, grant);
  const credential: JsonObject = {
    access: key.accessKey,
    secret: key.secretKey,
    securitytoken: key.securityToken,
    expires_at: iamTime(key.expiresAt),
  };
  return jsonAnswer(201, { credential });
}
