import { type Answer, jsonAnswer } from './answer.ts';
import type { BackupFate } from './backup-fate.ts';
import type { Call } from './call.ts';
import { nobody } from './caller.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkLanguage } from './check-language.ts';
import { checkProject } from './check-project.ts';
import type { CloudRequest } from './cloud-request.ts';
import type { RouteMatch } from './match-route.ts';
import { projectWorld } from './project-world.ts';
import { Refusal } from './refusal.ts';
import { refusalAnswer } from './refusal-answer.ts';
import { vouchedToken } from './vouched-token.ts';
import type { World } from './world.ts';

/** A request and the route it fell on, if any. */
export interface Arrival {
  readonly request: CloudRequest;
  readonly match: RouteMatch | undefined;
  readonly fate: BackupFate;
}

const bodyLimitBytes = 12 * 1024 * 1024;

/** Takes a request through the gateway's checks to its route and words the answer. */
export async function answerRequest(world: World, arrival: Arrival): Promise<Answer> {
  try {
    return await routed(world, arrival);
  } catch (error) {
    if (error instanceof Refusal) {
      return refusalAnswer(error, arrival.match?.service, world.settings);
    }
    // A fault of the simulator itself must show in the test that met it.
    return jsonAnswer(500, { error_code: 'SIMULATOR', error_msg: String(error) });
  }
}

async function routed(world: World, { request, match, fate }: Arrival): Promise<Answer> {
  if (request.body.length > bodyLimitBytes) throw new Refusal('bodyTooLarge');
  if (match === undefined) throw new Refusal('unknownApi');
  const { service, route, params } = match;
  const vouched = await vouchedToken(world, request, match);
  const nowMs = world.settings.now();
  const caller =
    route.anonymous === true ? nobody : checkCredentials(world, { request, nowMs, vouched });
  const seen = projectWorld(world, params['project_id']);
  const call: Call = { request, params, service, world: seen, caller, fate, nowMs };
  checkProject(call);
  checkLanguage(call);
  return route.handle(call);
}
