import * as v from 'valibot';
import type { ApiCall } from '../api-call.ts';
import { cleanCloudText } from '../cloud-text.ts';
import { LookupError } from '../errors/lookup-error.ts';

const MAX_SHOWN = 20;

interface Project {
  readonly id: string;
  readonly name: string;
}

const projects = v.pipe(
  v.object({ projects: v.array(v.object({ id: v.string(), name: v.string() })) }),
  v.transform((answer): readonly Project[] => answer.projects),
);

/**
 * The projects of a name; it never creates one.
 * Source: docs.otc.t-systems.com, identity-access-management, "Querying Project Information".
 */
export const listProjects = (name: string): ApiCall<readonly Project[]> => ({
  method: 'GET',
  path: ['v3', 'projects'],
  query: { name },
  answer: projects,
  purpose: `find the project ${name}`,
});

/** The id of the one project with this name. @throws LookupError when there are none or several. */
export function pickProject(name: string, found: readonly Project[]): string {
  const matches = found.filter((project) => project.name === name);
  const [only] = matches;
  if (only !== undefined && matches.length === 1 && /^[A-Za-z0-9]{1,64}$/.test(only.id)) {
    return only.id;
  }
  const names = found
    .slice(0, MAX_SHOWN)
    .map((project) => cleanCloudText(`${project.name} (${project.id})`, 120));
  const list = names.length === 0 ? 'IAM lists none' : `IAM lists ${names.join(', ')}`;
  const count = matches.length > 1 ? `${matches.length} projects are` : 'No project is';
  throw new LookupError(
    `${count} named ${name}: ${list}.`,
    names,
    'Give project_id, or a project_name that is there exactly once (My Credentials in the console lists them).',
  );
}
