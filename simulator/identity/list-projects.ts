import { type Answer, jsonAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { SimulatedProject } from '../simulator-options.ts';
import { agencyDomain, ownDomain } from './domain.ts';
import { projectsOfDomain } from './projects-of-domain.ts';

/** The projects of the caller's domain by exact name; there may be none or, with options, several. */
export function listProjects(call: Call): Answer {
  const wanted = call.request.query['name'];
  const projects = visibleProjects(call)
    .filter(({ name }) => name === (wanted ?? name))
    .map(({ id, name }) => ({
      id,
      name,
      domain_id: call.caller.domainId,
      parent_id: call.caller.domainId,
      is_domain: false,
      enabled: true,
      description: '',
      links: { self: `https://iam.example/v3/projects/${id}` },
    }));
  const links = { self: 'https://iam.example/v3/projects', next: null, previous: null };
  return jsonAnswer(200, { projects, links });
}

/** GET /v3/auth/domains, by the OTC page en-us_topic_0057845574: the caller's own. */
export function listDomains({ caller, world: { account } }: Call): Answer {
  const own = [ownDomain(account), agencyDomain(account)].filter(
    ({ id }) => id === caller.domainId,
  );
  const domains = own.map((domain) => ({
    ...domain,
    enabled: true,
    description: '',
    links: { self: `https://iam.example/v3/domains/${domain.id}` },
  }));
  const links = { self: 'https://iam.example/v3/auth/domains', next: null, previous: null };
  return jsonAnswer(200, { domains, links });
}

function visibleProjects({ caller, world }: Call): readonly SimulatedProject[] {
  const { account } = world;
  const projects = projectsOfDomain(world, caller.domainId);
  if (caller.vouchedProjectId === undefined) return projects;
  const id = caller.vouchedProjectId;
  return projects.map((project) =>
    project.id === account.projectId ? { ...project, id } : project,
  );
}
