import type { SimulatedProject } from '../simulator-options.ts';
import type { World } from '../world.ts';

/** The projects of the account's domain, or the one of the domain whose agency it may assume. */
export function projectsOfDomain(world: World, domainId: string): readonly SimulatedProject[] {
  const { account, settings } = world;
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
export function homeProjectId({ account }: World, domainId: string): string {
  return domainId === account.agencyDomainId ? account.agencyProjectId : account.projectId;
}
