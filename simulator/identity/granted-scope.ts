import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Domain } from './domain.ts';
import { identityErrors } from './identity-errors.ts';
import type { TokenScope } from './issued-token.ts';
import { projectsOfDomain } from './projects-of-domain.ts';
import { isMeant, type ScopeWish } from './requested-scope.ts';

/** The scope a user of that domain gets; what it does not have is refused like a wrong password. */
export function grantedScope(world: World, wish: ScopeWish, domain: Domain): TokenScope {
  if (wish.kind === 'none') return {};
  if (!isMeant(wish.domain, domain)) throw new Refusal(identityErrors.unauthorized);
  if (wish.kind === 'domain') return { domain };
  const found = projectsOfDomain(world, domain.id).find((one) => isMeant(wish.project, one));
  if (found === undefined) throw new Refusal(identityErrors.unauthorized);
  return { project: { id: found.id, name: found.name, domain } };
}
