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

/** Reads `auth.scope`, by the page on passwords: where project and domain are given, the project is used. */
export function requestedScope(auth: JsonObject): ScopeWish {
  const scope = optionalObject(auth, 'scope');
  if (scope === undefined) return { kind: 'none' };
  const project = optionalObject(scope, 'project');
  const domain = optionalObject(scope, 'domain');
  if (project === undefined) {
    if (domain === undefined) throw new Refusal('badRequest', 'scope has no project or domain');
    return { kind: 'domain', domain: reference(domain, 'domain') };
  }
  const owner = optionalObject(project, 'domain');
  return {
    kind: 'project',
    project: reference(project, 'project'),
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
