import { optionalObject, optionalText } from '../body-fields.ts';
import type { JsonObject } from '../json-object.ts';
import { Refusal } from '../refusal.ts';

/** A domain or project by id, by name or by both. */
export interface Reference {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** The scope as a request words it. */
export type ScopeWish =
  | { readonly kind: 'none' }
  | { readonly kind: 'domain'; readonly domain: Reference }
  | { readonly kind: 'project'; readonly project: Reference; readonly domain: Reference };

const anyDomain: Reference = { id: undefined, name: undefined };

/** Reads `auth.scope`; Keystone takes a project's name with its domain only, the OIDC page without. */
export function requestedScope(
  auth: JsonObject,
  { nameNeedsDomain }: { readonly nameNeedsDomain: boolean },
): ScopeWish {
  const scope = optionalObject(auth, 'scope');
  if (scope === undefined) return { kind: 'none' };
  const project = optionalObject(scope, 'project');
  const domain = optionalObject(scope, 'domain');
  if (project !== undefined && domain !== undefined) {
    throw new Refusal('badRequest', 'scope must be one of project, domain');
  }
  if (domain !== undefined) return { kind: 'domain', domain: reference(domain, 'domain') };
  if (project === undefined) throw new Refusal('badRequest', 'scope has no project or domain');
  const wanted = reference(project, 'project');
  const owner = optionalObject(project, 'domain');
  if (nameNeedsDomain && wanted.id === undefined && owner === undefined) {
    throw new Refusal('badRequest', "'domain' is a required property of a project's name");
  }
  return {
    kind: 'project',
    project: wanted,
    domain: owner === undefined ? anyDomain : reference(owner, 'domain'),
  };
}

/** Whether a domain or project is the one meant. */
export function isMeant(wish: Reference, { id, name }: { id: string; name: string }): boolean {
  return id === (wish.id ?? id) && name === (wish.name ?? name);
}

function reference(fields: JsonObject, what: string): Reference {
  const wish = { id: optionalText(fields, 'id'), name: optionalText(fields, 'name') };
  if (wish.id === undefined && wish.name === undefined) {
    throw new Refusal('badRequest', `${what} needs an id or a name`);
  }
  return wish;
}
