import { randomBytes } from 'node:crypto';
import { identityErrors, Refusal } from '../errors.ts';
import { optionalObject, optionalText, requiredObject, wholeNumber } from '../request-fields.ts';
import type { Call } from '../route.ts';
import type { TemporaryKey, TokenScope } from '../state.ts';
import { iamTime } from '../time.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';
import { requestedAgency } from './agency.ts';
import { loginFields } from './login.ts';
import { grantedScope, homeProjectId, requestedScope } from './scope.ts';
import { validToken } from './tokens.ts';

const quarterHourToDay = { least: 900, most: 86_400, unless: 900 };

/** POST /v3.0/OS-CREDENTIAL/securitytokens with a token, by the OTC page en-us_topic_0097949518. */
export function keysForToken(call: Call): Answer {
  const { identity, method } = loginFields(call);
  if (method !== 'token') throw new Refusal('badRequest', `method ${method}`);
  const fields = optionalObject(identity, 'token') ?? {};
  const seconds = wholeNumber(fields, 'duration_seconds', quarterHourToDay);
  const text = call.request.headers['x-auth-token'] ?? optionalText(fields, 'id');
  if (text === undefined) throw new Refusal(identityErrors.unauthorized);
  const { user, scope } = validToken(call.state, text, call.nowMs);
  return keyAnswer(call, { ...granted(call, user.domain.id, scope), seconds });
}

/** The same page's other method: an agency's key, for a token or a signed request. */
export function keysForAgency(call: Call): Answer {
  const { auth, identity } = loginFields(call);
  const role = requiredObject(identity, 'assume_role');
  const seconds = wholeNumber(role, 'duration_seconds', quarterHourToDay);
  const requested = requestedScope(auth);
  const { domain } = requestedAgency(call, role, 'agency_name');
  const scope = grantedScope(call.state, requested, domain);
  return keyAnswer(call, { ...granted(call, domain.id, scope), seconds });
}

function granted(
  { state }: Call,
  domainId: string,
  { project }: TokenScope,
): Omit<KeyGrant, 'seconds'> {
  return { domainId, projectIds: [project?.id ?? homeProjectId(state, domainId)] };
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

/** What the call that asks for a key settles of it. */
interface KeyGrant extends Pick<TemporaryKey, 'domainId' | 'projectIds'> {
  readonly seconds: number;
}

/** Issues a key for the time asked for, or the one the test has set. */
export function issueTemporaryKey({ state, nowMs }: Call, grant: KeyGrant): TemporaryKey {
  const seconds = state.settings.temporaryKeySeconds ?? grant.seconds;
  const key = {
    accessKey: randomBytes(10).toString('hex').toUpperCase(),
    secretKey: randomBytes(30).toString('base64'),
    securityToken: `gAAAAA${randomBytes(300).toString('base64')}`,
    expiresAt: nowMs + seconds * 1000,
    domainId: grant.domainId,
    projectIds: grant.projectIds,
  };
  state.temporaryKeys.set(key.accessKey, key);
  return key;
}
