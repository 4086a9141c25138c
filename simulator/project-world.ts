import type { World } from './world.ts';

/** The world as one project sees it: instances and backups are in the main projects, none in the others. */
export function projectWorld(world: World, projectId: string | undefined): World {
  const { account, settings } = world;
  const empty = [account.otherProjectId, ...settings.projects.map(({ id }) => id)];
  if (projectId === undefined || !empty.includes(projectId)) return world;
  return { ...world, instances: [], backups: [], jobs: [] };
}
