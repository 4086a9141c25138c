import { type Answer, jsonAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { SimulatedProject } from '../simulator-options.ts';

/** The account's projects by exact name; there may be none or, with options, several. */
export function listProjects(call: Call): Answer {
  const { account, settings } = call.world;
  const seeded: readonly SimulatedProject[] = [
    { id: account.projectId, name: account.projectName },
    { id: account.otherProjectId, name: account.otherProjectName },
  ];
  const wanted = call.request.query['name'];
  const projects = [...seeded, ...settings.projects]
    .filter(({ name }) => name === (wanted ?? name))
    .map(({ id, name }) => ({
      id,
      name,
      domain_id: account.domainId,
      parent_id: account.domainId,
      is_domain: false,
      enabled: true,
      description: '',
      links: { self: `https://iam.example/v3/projects/${id}` },
    }));
  const links = { self: 'https://iam.example/v3/projects', next: null, previous: null };
  return jsonAnswer(200, { projects, links });
}
