import { type BackupOrder, type CloudId, type ServiceId, serviceIds } from '../../src/index.ts';
import { TaskClient } from '../../src/task-client.ts';
import {
  MemoryDispatcher,
  type MemoryRequest,
  PROJECT,
  type Reply,
  recordLog,
  TOKEN,
} from './memory-cloud.ts';
import { type SharedClock, sharedClock } from './virtual-clock.ts';

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

/** A backup as all lists but that of RDS v1 show it. */
interface Shown {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly type: string;
  readonly instance_id: string;
  readonly begin_time: string;
}

/** A backup when the list of instances is read. */
interface BackupMoment {
  readonly instanceId: string;
  /** Milliseconds since it was asked for. */
  readonly ageMs: number;
  /** Milliseconds that it takes. */
  readonly lengthMs: number;
}

/** The state of an instance that tells of a backup so much later than it begins and ends. */
export const laggingBy =
  (lagMs: number) =>
  ({ ageMs, lengthMs }: Pick<BackupMoment, 'ageMs' | 'lengthMs'>): boolean =>
    ageMs >= lagMs && ageMs < lengthMs + lagMs;

export interface FleetSetup {
  /** How long each backup takes. Default: five minutes. */
  readonly backupMs?: (instanceId: string) => number;
  readonly cloud?: CloudId;
  readonly listLagMs?: number;
  /** How long the cloud takes for each answer. Default: 200 ms. */
  readonly latencyMs?: number;
  /** The instances whose backups fail. */
  readonly fails?: readonly string[];
  /** How many completed backups of somebody else each service has had, one a minute until the start. */
  readonly others?: number;
  /** Backups of these instances are not listed before `listLagMs`. Default: those of all. */
  readonly lagging?: readonly string[];
  /** Whether the state of an instance of RDS tells that it is being backed up. Default: as it is. */
  readonly showsBackup?: (moment: BackupMoment) => boolean;
  /** How long the cloud takes for a page of the list of instances. Default: as for any answer. */
  readonly pageMs?: number;
  /** How many instances of somebody else are in the project's list. */
  readonly otherInstances?: number;
  /** How the list is sorted. Default: newest first, as the clouds sort. */
  readonly sort?: (newestFirst: readonly Shown[]) => readonly Shown[];
  /** An answer instead of the true one, without its effect. */
  readonly instead?: (sent: Sent) => Reply | undefined | Promise<Reply | undefined>;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

const NAME = 'nightly';
const IDLE_INSTANCE = 'of-somebody-else';
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
    instanceId:
      inPath ??
      fields.instance_id ??
      fields.backup?.instance_id ??
      fields.backup?.instance ??
      query['instance_id'],
    query,
    atMs: clock.monotonicMs(),
    signal,
  } satisfies Sent;
}

/** A cloud of many instances in memory, a client of it, and a clock that they share. */
export function fleetCloud(setup: FleetSetup = {}) {
  const { backupMs = () => 300_000, listLagMs = 0, latencyMs = 200, fails = [] } = setup;
  const { showsBackup = laggingBy(0) } = setup;
  const clock = sharedClock();
  const log = recordLog();
  const sent: Sent[] = [];
  const made: Made[] = [];
  const { lagging, sort = (list: readonly Shown[]) => list } = setup;
  const others = Array.from({ length: setup.others ?? 0 }, (_, at): Shown => {
    const begin_time = new Date(clock.epochMs() - (at + 1) * MINUTE_MS).toISOString();
    const fields = { status: 'COMPLETED', type: 'manual', instance_id: IDLE_INSTANCE };
    return { id: `old-${at}`, name: `old-${at}`, ...fields, begin_time };
  });
  let inFlight = 0;
  let mostInFlight = 0;

  function create({ service, instanceId = '' }: Sent): Reply {
    const id = `backup-of-${instanceId}${made.some((one) => one.instanceId === instanceId) ? '-again' : ''}`;
    made.push({ id, name: NAME, service, instanceId, atMs: clock.monotonicMs() });
    const words = { id, status: 'BUILDING', instance_id: instanceId };
    const extendparam = { jobs: [`job-${id}`] };
    return { body: { backup: words, backup_id: id, job_id: `job-${id}`, extendparam } };
  }

  function show({ id, name, instanceId, atMs }: Made): Shown {
    const isOver = clock.monotonicMs() >= atMs + backupMs(instanceId);
    const end = fails.includes(instanceId) ? 'FAILED' : 'COMPLETED';
    const begin = new Date(clock.epochMs() - clock.monotonicMs() + atMs).toISOString();
    const status = isOver ? end : 'BUILDING';
    return { id, name, status, type: 'manual', instance_id: instanceId, begin_time: begin };
  }

  function list({ service, query }: Sent): Reply {
    const { instance_id: instanceId, backup_id: backupId, offset = 0, limit = 100 } = query;
    const lagMs = (id: string) => (lagging === undefined || lagging.includes(id) ? listLagMs : 0);
    const visible = made.filter(
      (one) => one.service === service && one.atMs + lagMs(one.instanceId) <= clock.monotonicMs(),
    );
    const newestFirst = visible.toReversed().map(show);
    if (service === 'rds-v1') return listWhole(newestFirst);
    const all = sort([...newestFirst, ...others])
      .filter((one) => instanceId === undefined || one.instance_id === instanceId)
      .filter((one) => backupId === undefined || one.id === backupId);
    const page = all.slice(Number(offset), Number(offset) + Number(limit));
    return { body: { backups: page, total_count: all.length } };
  }

  const showInV1 = ({ begin_time: created, type, ...rest }: Shown) =>
    JSON.stringify({ ...rest, created, backuptype: type === 'manual' ? '1' : '0' });
  const othersInV1 = others.map(showInV1);

  /** RDS v1 knows neither filters nor pages, and names the primary node, which is the order's id here. */
  const listWhole = (own: readonly Shown[]): Reply => ({
    body: `{"backups": [${[...own.map(showInV1), ...othersInV1].join(',')}]}`,
  });

  /** RDS's word for a backup that is being made; the other services' lists are not read for it. */
  function stateOf({ instanceId, atMs }: Made) {
    const ageMs = clock.monotonicMs() - atMs;
    const moment = { instanceId, ageMs, lengthMs: backupMs(instanceId) };
    return showsBackup(moment) ? 'BACKING UP' : 'ACTIVE';
  }

  const idle = Array.from({ length: setup.otherInstances ?? 0 }, (_, at) => {
    return { id: `idle-${at + 1}`, name: 'db', status: 'ACTIVE' };
  });

  function listOfRds({ offset = '0', limit = '100' }: Sent['query']): Reply {
    const latest = new Map(made.map((one) => [one.instanceId, one]));
    const own = [...latest.values()].map((one) => {
      return { id: one.instanceId, name: `db of ${one.instanceId}`, status: stateOf(one) };
    });
    const all = [...idle, ...own];
    const page = all.slice(Number(offset), Number(offset) + Number(limit));
    return { body: { instances: page, total_count: all.length } };
  }

  const instances = ({ service, query }: Sent): Reply => {
    if (service === 'rds' && query['id'] === undefined) return listOfRds(query);
    const status = READY.split(' ')[['geminidb', 'dds'].includes(service) ? 0 : 1];
    const one = { id: query['id'], name: 'db', status };
    const all = manyOrders('rds-v1', 100).map(({ instanceId: id }) => {
      return { ...one, id: `db-of-${id}`, nodes: [{ id, role: 'master' }] };
    });
    const found = service === 'rds-v1' ? all : [one];
    return { body: { instances: found, total_count: found.length } };
  };
  const job: Reply = { body: { job: { status: 'Failed', fail_reason: 'no space' } } };

  async function answer(request: Sent): Promise<Reply> {
    const { what, query } = request;
    const isPage = what === 'instances' && query['id'] === undefined;
    const tookMs = isPage ? (setup.pageMs ?? latencyMs) : latencyMs;
    if (tookMs > 0) await clock.sleep(tookMs, request.signal);
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
  const client = new TaskClient({
    endpoints: Object.fromEntries(serviceIds.map((id) => [id, `https://${id}.cloud.test`])),
    iamEndpoint: 'https://iam.cloud.test',
    cloud: setup.cloud,
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

/** What the action asks with: nobody else makes up its names. */
export const forAnHour = { timeoutMs: HOUR_MS, hasUniqueName: true } as const;
