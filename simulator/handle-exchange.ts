import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerRequest } from './answer-request.ts';
import type { BackupFate } from './backup-fate.ts';
import { backupFateOf } from './backup-fate-of.ts';
import type { CloudRequest } from './cloud-request.ts';
import { deliverAnswer } from './deliver-answer.ts';
import type { AnswerFault } from './fault.ts';
import { faultPlan } from './fault-plan.ts';
import type { FaultQueue, FaultScene } from './fault-queue.ts';
import { faultyAnswer } from './faulty-answer.ts';
import type { Listeners } from './listeners.ts';
import { matchRoute, type RouteMatch } from './match-route.ts';
import { readRequest } from './read-request.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { ServiceDescription } from './service-description.ts';
import type { World } from './world.ts';

/** What all hosts of a simulator share. */
export interface HostContext {
  readonly world: World;
  readonly faults: FaultQueue;
  readonly requests: RecordedRequest[];
  readonly onRequest: Listeners<RecordedRequest>;
  readonly onResponse: Listeners<RecordedRequest>;
  /** Whether a host has had more calls in this window of time than it takes. */
  readonly throttle: (host: string, nowMs: number) => boolean;
}

const THROTTLED = { name: '429' } as const;

/** The two ends of one HTTP exchange. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

/** Reads a request, records it, lets a fault meet it, answers. */
export async function handleExchange(
  context: HostContext,
  services: readonly [ServiceDescription, ...ServiceDescription[]],
  { incoming, response }: Exchange,
): Promise<void> {
  const { world, faults } = context;
  const arrived = await readRequest(incoming);
  const match = matchRoute(services, arrived, world.settings.cloud);
  const scene = sceneOf(services, match);
  const isThrottled = context.throttle(services[0].host, world.settings.now());
  const fault = isThrottled ? THROTTLED : faults.takeAnswerFault(scene);
  const request = withQuirk(arrived, fault);
  const record = recordOf(request, { host: services[0].host, match, at: world.settings.now() });
  record.fault = fault?.name;
  context.requests.push(record);
  context.onRequest.call(record);
  const plan = faultPlan(fault);
  const truth = plan.effect
    ? await answerRequest(world, { request, match, fate: fateOf(context, scene) })
    : { status: 200, headers: {}, body: '' };
  const wording = match?.service ?? services[0];
  const sent = fault === undefined ? truth : faultyAnswer(fault, truth, wording, world.settings);
  response.once('finish', () => {
    record.status = sent.status;
    context.onResponse.call(record);
  });
  const date = new Date(world.settings.now()).toUTCString();
  deliverAnswer(response, { ...sent, headers: { date, ...sent.headers } }, plan.delivery);
}

function withQuirk(request: CloudRequest, fault: AnswerFault | undefined): CloudRequest {
  if (fault?.name === 'unfiltered-list') {
    return { ...request, listQuirk: { ignoresInstance: true } };
  }
  return fault?.name === 'short-page' ? { ...request, listQuirk: { most: fault.most } } : request;
}

type OpenRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

interface Circumstances {
  readonly host: string;
  readonly match: RouteMatch | undefined;
  readonly at: number;
}

function recordOf(request: CloudRequest, { host, match, at }: Circumstances): OpenRecord {
  return {
    host,
    service: match?.service.id,
    operation: match?.route.operation,
    method: request.method,
    path: request.rawPath,
    query: request.query,
    headers: request.headers,
    body: request.body.toString('utf8'),
    at,
    status: undefined,
    fault: undefined,
  };
}

function sceneOf(
  services: readonly ServiceDescription[],
  match: RouteMatch | undefined,
): FaultScene {
  if (match === undefined) return { services: services.map(({ id }) => id) };
  return { services: [match.service.id], operation: match.route.operation };
}

function fateOf({ faults, world }: HostContext, scene: FaultScene): BackupFate {
  const fates = faults
    .takeBackupFaults(scene)
    .map((fault) => backupFateOf(fault, world.settings.backupMs));
  return Object.assign({}, ...fates);
}
