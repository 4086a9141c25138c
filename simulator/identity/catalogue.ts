import { createHash } from 'node:crypto';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import type { TokenScope } from './issued-token.ts';

/** A service as the clouds' catalogues have it. */
export interface CatalogueEntry {
  /** The word by which clients look for it, such as `rdsv3`. */
  readonly type: string;
  /** Of a project's; `{project_id}` stands for its id. */
  readonly url: string;
}

/** The base URL by which the caller has reached IAM. */
export const iamUrl = ({ request }: Call): string => `http://${request.headers['host'] ?? ''}`;

/** What a token opens: IAM everywhere, and in a project the databases of its region. */
export function catalogue(call: Call, { project }: TokenScope): readonly JsonObject[] {
  const iam = shownEntry({ type: 'identity', url: `${iamUrl(call)}/v3` }, '*');
  if (project === undefined) return [iam];
  const [region = ''] = project.name.split('_');
  const databases = call.world.catalogue.map(({ type, url }) =>
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
