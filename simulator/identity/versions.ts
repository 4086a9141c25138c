import { type Answer, jsonAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { JsonObject } from '../json-object.ts';
import { iamUrl } from './catalogue.ts';

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
