import { BackupClient, type BackupOrder, type ServiceId, serviceIds } from '../../src/index.ts';
import { MemoryDispatcher, type MemoryRequest, type Reply } from './memory-dispatcher.ts';
import { type SharedClock, sharedClock } from './shared-clock.ts';
import { PROJECT, recordLog, TOKEN } from './test-client.ts';

/** A request as the cloud understood it. */
export interface Sent {
  readonly what: 'create' | 'list' | 'job' | 'instances' | 'delete';
  readonly service: string;
  /** The instance that it names, if it does. */
  readonly instanceId: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly signal: AbortSignal;
}

interface Made {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly instanceId: string;
  readonly atMs: number;
}

export interface FleetSetup {
  /** How long each backup takes. Default: five minutes. */
  readonly backupMs?: (instanceId: string) => number;
  readonly listLagMs?: number;
  /** How long the cloud takes for each answer. Default: 200 ms. */
  readonly latencyMs?: number;
  /** The instances whose backups fail. */
  readonly fails?: readonly string[];
  /** How many completed backups of somebody else each service lists after ours. */
  readonly others?: number;
  /** An answer instead of the true one, without its effect. */
  readonly instead?: (sent: Sent) => Reply | undefined | Promise<Reply | undefined>;
}

const NAME = 'nightly';
const READY = 'normal ACTIVE';

export const anOrder = (service: ServiceId, instanceId: string): BackupOrder => ({
  service,
  instanceId,
  name: NAME,
  description: 'before v2',
});

/** Orders for so many instances of one service: `taurusdb-1`, `taurusdb-2`, and so on. */
export const manyOrders = (service: ServiceId, count: number) =>
  Array.from({ length: count }, (_, at) => anOrder(service, `${service}-${at + 1}`));

function readSent({ method, url, body }: MemoryRequest, clock: SharedClock, signal: AbortSignal) {
  const fields = JSON.parse(body ?? '{}');
  const query = Object.fromEntries(url.searchParams);
  const inPath = /\/instances\/([^/]+)\/backups$/.exec(url.pathname)?.[1];
  const kind = /\/(backups|jobs|instances)$/.exec(url.pathname)?.[1];
  const reading = kind === 'jobs' ? 'job' : kind === 'instances' ? 'instances' : 'list';
  return {
    what: method === 'POST' ? 'create' : method === 'DELETE' ? 'delete' : reading,
    service: url.hostname.split('.')[0] ?? '',
    instanceId: inPath ?? fields.instance_id ?? fields.backup?.instance_id ?? query['instance_id'],
    query,
    atMs: clock.monotonicMs(),
    signal,
  } satisfies Sent;
}

/** A cloud of many instances in memory, a client of it, and a clock that they share. */
export function fleetCloud(setup: FleetSetup = {}) {
  const { backupMs = () => 300_000, listLagMs = 0, latencyMs = 200, fails = [] } = setup;
  const clock = sharedClock();
  const log = recordLog();
  const sent: Sent[] = [];
  const made: Made[] = [];
  const others = Array.from({ length: setup.others ?? 0 }, (_, at) => `old-${at}`);
  let inFlight = 0;
  let mostInFlight = 0;

  function create({ service, instanceId = '' }: Sent): Reply {
    const id = `backup-of-${instanceId}${made.some((one) => one.instanceId === instanceId) ? '-again' : ''}`;
    made.push({ id, name: NAME, service, instanceId, atMs: clock.monotonicMs() });
    const words = { id, status: 'BUILDING', instance_id: instanceId };
    return { body: { backup: words, backup_id: id, job_id: `job-${id}` } };
  }

  function show({ id, name, instanceId, atMs }: Made) {
    const isOver = clock.monotonicMs() >= atMs + backupMs(instanceId);
    const end = fails.includes(instanceId) ? 'FAILED' : 'COMPLETED';
    const begin = new Date(clock.epochMs() - clock.monotonicMs() + atMs).toISOString();
    const status = isOver ? end : 'BUILDING';
    return { id, name, status, type: 'manual', instance_id: instanceId, begin_time: begin };
  }

  function list({ service, query }: Sent): Reply {
    const { instance_id: instanceId, backup_id: backupId, offset = 0, limit = 100 } = query;
    const visible = made.filter(
      (one) => one.service === service && one.atMs + listLagMs <= clock.monotonicMs(),
    );
    const old = others.map((id) => ({ id, status: 'COMPLETED', type: 'manual', instance_id: 'x' }));
    const all = [...old, ...visible.map(show)]
      .filter((one) => instanceId === undefined || one.instance_id === instanceId)
      .filter((one) => backupId === undefined || one.id === backupId);
    const page = all.slice(Number(offset), Number(offset) + Number(limit));
    return { body: { backups: page, total_count: all.length } };
  }

  const instances = ({ service, query }: Sent): Reply => {
    const status = READY.split(' ')[['geminidb', 'dds'].includes(service) ? 0 : 1];
    return { body: { instances: [{ id: query['id'], name: 'db', status }] } };
  };
  const job: Reply = { body: { job: { status: 'Failed', fail_reason: 'no space' } } };

  async function answer(request: Sent): Promise<Reply> {
    if (latencyMs > 0) await clock.sleep(latencyMs, request.signal);
    const reply = await setup.instead?.(request);
    if (reply !== undefined) return reply;
    if (request.what === 'create') return create(request);
    if (request.what === 'list') return list(request);
    return request.what === 'instances' ? instances(request) : job;
  }

  const dispatcher = new MemoryDispatcher(async (memory, signal) => {
    const request = readSent(memory, clock, signal);
    sent.push(request);
    const weight = request.what === 'create' ? 1 : 0;
    inFlight += weight;
    mostInFlight = Math.max(mostInFlight, inFlight);
    return await answer(request).finally(() => {
      inFlight -= weight;
    });
  });
  const client = new BackupClient({
    endpoints: Object.fromEntries(serviceIds.map((id) => [id, `https://${id}.cloud.test`])),
    iamEndpoint: 'https://iam.cloud.test',
    projectId: PROJECT,
    projectName: 'eu-de',
    credentials: TOKEN,
    dispatcher,
    clock,
    random: () => 0.5,
    log,
  });
  const ofKind = (what: Sent['what']) => sent.filter((request) => request.what === what);
  return { client, clock, log, sent, made, ofKind, findMostInFlight: () => mostInFlight };
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** What the action asks with: nobody else makes up its names. */
export const forAnHour = { timeoutMs: HOUR_MS, hasUniqueName: true } as const;
