import { agencyDomain, agencyUser, type TokenUser } from '../account.ts';
import { identityErrors, Refusal } from '../errors.ts';
import { optionalText, requiredObject, requiredText } from '../request-fields.ts';
import type { Call } from '../route.ts';
import {
  type Answer,
  type CloudRequest,
  isJsonObject,
  type JsonObject,
  parsedJson,
} from '../wire.ts';
import { loginFields } from './login.ts';
import { grantedScope, isMeant, requestedScope } from './scope.ts';
import { issueToken, tokenAnswer } from './tokens.ts';

/** POST /v3/auth/tokens with assume_role, by the OTC page en-us_topic_0064274720. */
export function agencyLogin(call: Call): Answer {
  const { auth, identity } = loginFields(call);
  const requested = requestedScope(auth, { namesNeedDomain: true });
  const delegate = call.caller.token;
  if (delegate === undefined) throw new Refusal(identityErrors.unauthorized);
  const user = requestedAgency(call, requiredObject(identity, 'assume_role'), 'xrole_name');
  const scope = grantedScope(call.state, requested, user.domain);
  const content = { methods: ['assume_role'], user, assumedBy: delegate.user, scope };
  return tokenAnswer(call, 201, issueToken(call, content));
}

/**
 * The agency `identity.assume_role` names. A token's page has `xrole_name` in its example, and
 * clients of both clouds send that; for keys they send `agency_name`.
 */
export function requestedAgency(
  { state, caller }: Call,
  role: JsonObject,
  nameField: 'xrole_name' | 'agency_name',
): TokenUser {
  const { account } = state;
  const agencyName = requiredText(role, nameField);
  const domain = { id: optionalText(role, 'domain_id'), name: optionalText(role, 'domain_name') };
  if (domain.id === undefined && domain.name === undefined) {
    throw new Refusal('badRequest', 'domain_name or domain_id is missing');
  }
  if (agencyName !== account.agencyName || !isMeant(domain, agencyDomain(account))) {
    throw new Refusal(identityErrors.notFound, 'agency');
  }
  // Whoever acts by an agency can not hand that on.
  if (caller.domainId !== account.domainId) throw new Refusal(identityErrors.forbidden);
  return agencyUser(account);
}

/** Whether a body asks for an agency, as far as it can be told before anybody has checked it. */
export function asksForAgency({ body }: CloudRequest): boolean {
  const methods = member(
    member(member(parsedJson(body.toString('utf8')), 'auth'), 'identity'),
    'methods',
  );
  return Array.isArray(methods) && methods.includes('assume_role');
}

function member(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}
