import { type Answer, jsonAnswer } from './answer.ts';
import type { BackupFate } from './backup-fate.ts';
import type { Call } from './call.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkLanguage } from './check-language.ts';
import { checkProject } from './check-project.ts';
import type { CloudRequest } from './cloud-request.ts';
import type { RouteMatch } from './match-route.ts';
import { Refusal } from './refusal.ts';
import { refusalAnswer } from './refusal-answer.ts';
import type { World } from './world.ts';

/** A request and the route it fell on, if any. */
export interface Arrival {
  readonly request: CloudRequest;
  readonly match: RouteMatch | undefined;
  readonly fate: BackupFate;
}

const bodyLimitBytes = 12 * 1024 * 1024;

/** Takes a request through the gateway's checks to its route and words the answer. */
export function answerRequest(world: World, arrival: Arrival): Answer {
  try {
    return routed(world, arrival);
  } catch (error) {
    if (error instanceof Refusal) {
      return refusalAnswer(error, arrival.match?.service, world.settings);
    }
    // A fault of the simulator itself must show in the test that met it.
    return jsonAnswer(500, { error_code: 'SIMULATOR', error_msg: String(error) });
  }
}

function routed(world: World, { request, match, fate }: Arrival): Answer {
  if (request.body.length > bodyLimitBytes) throw new Refusal('bodyTooLarge');
  if (match === undefined) throw new Refusal('unknownApi');
  const { service, route, params } = match;
  const call: Call = { request, params, service, world, fate, nowMs: world.settings.now() };
  if (route.anonymous !== true) checkCredentials(call);
  checkProject(call);
  checkLanguage(call);
  return route.handle(call);
}
