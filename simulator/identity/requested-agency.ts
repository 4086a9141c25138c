import { optionalText, requiredText } from '../body-fields.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { Refusal } from '../refusal.ts';
import { agencyDomain } from './domain.ts';
import { identityErrors } from './identity-errors.ts';
import { isMeant } from './requested-scope.ts';
import { agencyUser, type TokenUser } from './token-user.ts';

/**
 * The agency `identity.assume_role` names. A token's page has `xrole_name` in its example, and
 * clients of both clouds send that; for keys they send `agency_name`.
 */
export function requestedAgency(
  { world, caller }: Call,
  role: JsonObject,
  nameField: 'xrole_name' | 'agency_name',
): TokenUser {
  const { account } = world;
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
