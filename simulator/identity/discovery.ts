import { createHash } from 'node:crypto';
import type { Call } from '../route.ts';
import type { CatalogueEntry, TokenScope } from '../state.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';

/** GET /, by the OTC page en-us_topic_0057845569: several choices, which are one. */
export function listVersions(call: Call): Answer {
  return jsonAnswer(300, { versions: { values: [version(call)] } });
}

/** GET /v3, the choice itself, as Keystone shows it. */
export function showVersion(call: Call): Answer {
  return jsonAnswer(200, { version: version(call) });
}

function version(call: Call): JsonObject {
  const type = 'application/vnd.openstack.identity-v3+json';
  return {
    'media-types': [{ type, base: 'application/json' }],
    links: [{ rel: 'self', href: `${iamUrl(call)}/v3/` }],
    id: 'v3.6',
    updated: '2016-04-04T00:00:00Z',
    status: 'stable',
  };
}

/** The base URL by which the caller has reached IAM. */
const iamUrl = ({ request }: Call): string => `http://${request.headers['host'] ?? ''}`;

/** What a token opens: IAM everywhere, and in a project the databases of its region. */
export function catalogue(call: Call, { project }: TokenScope): readonly JsonObject[] {
  const iam = shownEntry({ type: 'identity', url: `${iamUrl(call)}/v3` }, '*');
  if (project === undefined) return [iam];
  const [region = ''] = project.name.split('_');
  const databases = call.state.catalogue.map(({ type, url }) =>
    shownEntry({ type, url: url.replace('{project_id}', project.id) }, region),
  );
  return [iam, ...databases];
}

function shownEntry({ type, url }: CatalogueEntry, region: string): JsonObject {
  const [id, endpointId] = [idOf(type), idOf(`${type} endpoint`)];
  const endpoint = { id: endpointId, interface: 'public', region, region_id: region, url };
  return { id, name: type === 'identity' ? 'iam' : type, type, endpoints: [endpoint] };
}

const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** GET /v3/auth/catalog, by the OTC page iam_02_0004. */
export function showCatalogue(call: Call): Answer {
  const links = { self: `${iamUrl(call)}/v3/auth/catalog` };
  return jsonAnswer(200, { catalog: catalogue(call, call.caller.token?.scope ?? {}), links });
}
