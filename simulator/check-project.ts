import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';

/** Demands the credentials' own project in the path, and the same in X-Project-Id where it is sent. */
export function checkProject({ caller, request, params }: Call): void {
  const projectId = params['project_id'];
  if (projectId === undefined) return;
  if (!/^[A-Za-z0-9]{32}$/.test(projectId)) throw new Refusal('badProjectId', projectId);
  if (!caller.projectIds.includes(projectId)) throw new Refusal('noPermission', projectId);
  const header = request.headers['x-project-id'];
  if (header !== undefined && header !== projectId) {
    throw new Refusal('noPermission', 'X-Project-Id differs from the path');
  }
}
