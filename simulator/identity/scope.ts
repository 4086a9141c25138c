import type { Domain } from '../account.ts';
import { identityErrors, Refusal } from '../errors.ts';
import type { SimulatedProject } from '../options.ts';
import { optionalObject, optionalText } from '../request-fields.ts';
import type { State, TokenScope } from '../state.ts';
import type { JsonObject } from '../wire.ts';

/** A domain or project by id, by name or by both. */
export interface Reference {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** The scope as a request words it. */
type RequestedScope =
  | { readonly kind: 'none' }
  | { readonly kind: 'domain'; readonly domain: Reference }
  | { readonly kind: 'project'; readonly project: Reference; readonly domain: Reference };

const anyDomain: Reference = { id: undefined, name: undefined };

interface ScopeRules {
  /** Whether a project's name needs its domain, as in Keystone: two accounts have projects of one name. */
  readonly namesNeedDomain?: boolean;
}

/** Reads `auth.scope`, by the page on passwords: where project and domain are given, the project is used. */
export function requestedScope(
  auth: JsonObject,
  { namesNeedDomain = false }: ScopeRules = {},
): RequestedScope {
  const scope = optionalObject(auth, 'scope');
  if (scope === undefined) return { kind: 'none' };
  const project = optionalObject(scope, 'project');
  const domain = optionalObject(scope, 'domain');
  if (project === undefined) {
    if (domain === undefined) throw new Refusal('badRequest', 'scope has no project or domain');
    return { kind: 'domain', domain: reference(domain, 'domain') };
  }
  const owner = optionalObject(project, 'domain');
  const wanted = reference(project, 'project');
  if (namesNeedDomain && wanted.id === undefined && owner === undefined) {
    throw new Refusal('badRequest', "'domain' is a required property of a project's name");
  }
  return {
    kind: 'project',
    project: wanted,
    domain: owner === undefined ? anyDomain : reference(owner, 'domain'),
  };
}

/** Whether a domain or project is the one meant. */
export function isMeant(requested: Reference, { id, name }: { id: string; name: string }): boolean {
  return id === (requested.id ?? id) && name === (requested.name ?? name);
}

function reference(fields: JsonObject, what: string): Reference {
  const requested = { id: optionalText(fields, 'id'), name: optionalText(fields, 'name') };
  if (requested.id === undefined && requested.name === undefined) {
    throw new Refusal('badRequest', `${what} needs an id or a name`);
  }
  return requested;
}

/** The scope a user of that domain gets; what it does not have is refused like a wrong password. */
export function grantedScope(state: State, requested: RequestedScope, domain: Domain): TokenScope {
  if (requested.kind === 'none') return {};
  if (!isMeant(requested.domain, domain)) throw new Refusal(identityErrors.unauthorized);
  if (requested.kind === 'domain') return { domain };
  const found = projectsOfDomain(state, domain.id).find((one) => isMeant(requested.project, one));
  if (found === undefined) throw new Refusal(identityErrors.unauthorized);
  return { project: { id: found.id, name: found.name, domain } };
}

/** The projects of the account's domain, or the one of the domain whose agency it may assume. */
export function projectsOfDomain(state: State, domainId: string): readonly SimulatedProject[] {
  const { account, settings } = state;
  if (domainId === account.agencyDomainId) {
    return [{ id: account.agencyProjectId, name: account.projectName }];
  }
  return [
    { id: account.projectId, name: account.projectName },
    { id: account.otherProjectId, name: account.otherProjectName },
    ...settings.projects,
  ];
}

/** The project a domain's keys may work in: the one that holds its databases. */
export function homeProjectId({ account }: State, domainId: string): string {
  return domainId === account.agencyDomainId ? account.agencyProjectId : account.projectId;
}
