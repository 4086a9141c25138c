import * as v from 'valibot';
import { advice, option } from '../errors/advice.ts';
import { ApiError } from '../errors/api-error.ts';
import { InputError, LookupError } from '../errors/request-errors.ts';
import { schemaAnswer } from '../http/answer-reader.ts';
import type { ApiCall } from '../http/api-call.ts';
import { cleanCloudText } from '../runtime/text.ts';

/** The project that a token is asked for. */
export type Scope =
  | { readonly id: string }
  | { readonly name: string; readonly domainName: string | undefined };

export interface ProjectChoice {
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly region: string | undefined;
}

/** The project's id, or else its name, or else the region's name. @throws InputError without any */
export function scopeOf(choice: ProjectChoice, domainName?: string): Scope {
  if (choice.projectId !== undefined) return { id: choice.projectId };
  const name = choice.projectName ?? choice.region;
  if (name !== undefined) return { name, domainName };
  const problem = 'is required: give it, the project’s name or the region';
  throw new InputError([{ input: 'projectId', problem }]);
}

const MAX_SHOWN = 20;

interface Project {
  readonly id: string;
  readonly name: string;
}

const projects = schemaAnswer(
  v.pipe(
    v.object({ projects: v.array(v.object({ id: v.string(), name: v.string() })) }),
    v.transform((answer): readonly Project[] => answer.projects),
  ),
);

/**
 * The projects of a name; it never creates one. It may need a right (iam:projects:listProjects).
 * Source: docs.otc.t-systems.com, identity-access-management, "Querying Project Information".
 */
export const listProjects = (name: string): ApiCall<readonly Project[]> => ({
  method: 'GET',
  path: ['v3', 'projects'],
  query: { name },
  answer: projects,
  purpose: `find the project ${name}`,
});

/**
 * The projects that the login may use; it needs no right.
 * Source: docs.otc.t-systems.com, identity-access-management, "Querying the List of Projects
 * Accessible to Users"; support.huaweicloud.com, iam_06_0003.
 */
const listAccessible = (name: string): ApiCall<readonly Project[]> => ({
  method: 'GET',
  path: ['v3', 'auth', 'projects'],
  answer: projects,
  purpose: `find the project ${name} among those that the login may use`,
});

const HINT = advice`Give ${option('projectId')}: My Credentials in the console lists it beside the name. Or give ${option('projectName')} as it is listed there; if it is there once, the lookup by name lacks a right (iam:projects:listProjects).`;

/** The id of the one project with this name. @throws LookupError when there are none or several */
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
  throw new LookupError(`${count} named ${name}: ${list}.`, names, HINT);
}

/** `undefined`: the login lacks the right to ask. */
async function askUnlessForbidden<Answer>(work: Promise<Answer>) {
  try {
    return { answer: await work, refusal: undefined };
  } catch (error) {
    const isForbidden = error instanceof ApiError && error.status === 403 && error.kind !== 'login';
    if (!isForbidden) throw error;
    return { answer: undefined, refusal: error };
  }
}

/** The id of the project with this name, as far as the login may see. @throws LookupError, ApiError, NetworkError */
export async function findProject(
  name: string,
  ask: (call: ApiCall<readonly Project[]>) => Promise<readonly Project[]>,
): Promise<string> {
  const named = await askUnlessForbidden(ask(listProjects(name)));
  if (named.refusal === undefined) return pickProject(name, named.answer);
  const accessible = await askUnlessForbidden(ask(listAccessible(name)));
  if (accessible.refusal === undefined) return pickProject(name, accessible.answer);
  throw new LookupError(
    `The project ${name} could not be looked up. ${named.refusal.message} ${accessible.refusal.message}`,
    [],
    HINT,
  );
}
