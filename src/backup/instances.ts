import { advice, option } from '../errors/advice.ts';
import { InputError, LookupError, UnsupportedError } from '../errors/request-errors.ts';
import type { ServiceId } from '../model.ts';
import { countDifferences, withName } from '../runtime/text.ts';
import { isSameInstance } from '../services/fields.ts';
import { findServiceBySuffix, getService, hasSuffixOf } from '../services/index.ts';
import { type Paging, readPages } from '../services/pages.ts';
import type { InstanceRecord } from '../services/service.ts';
import type { Session } from '../session.ts';
import { readAnew } from './read-anew.ts';

/** Which instance is meant: by its id, by its name, or by both, which then have to agree. */
export interface InstanceQuery {
  /** Whose list is searched. */
  readonly service: ServiceId;
  /** The instance’s id; for `rds-v1` also a node’s. */
  readonly instanceId?: string | undefined;
  /** The whole name, to the letter. */
  readonly name?: string | undefined;
}

/** A database instance, in the same terms for every service and cloud. */
export interface Instance {
  /** The service that it belongs to. */
  readonly service: ServiceId;
  /** The id to order a backup with. */
  readonly id: string;
  /** `undefined` where the list does not tell. */
  readonly name: string | undefined;
  /** The cloud's own words for its state and the tasks that run on it. */
  readonly state: string;
  /** Whether it takes an order now. */
  readonly isFree: boolean;
  /** Whether it is in a state that does not pass by itself, such as frozen. */
  readonly isStuck: boolean;
  /** Whether the service’s pages list this state; nothing can be told of another one, and it is not free. */
  readonly isStateKnown: boolean;
  /** The engine's name in lower case, such as `cassandra`; `undefined` where the list does not tell. */
  readonly engine: string | undefined;
  /** Whether it is a read replica, of which no backup can be made; `undefined` where the list does not tell. */
  readonly isReplica: boolean | undefined;
  /** `undefined` where the list does not tell of nodes. */
  readonly primaryNodeId: string | undefined;
}

/**
 * The one instance that is meant.
 * @throws LookupError when there is not exactly one, or it has another name; ApiError, NetworkError
 */
export async function findInstance(
  session: Session,
  query: InstanceQuery,
  signal: AbortSignal,
): Promise<Instance> {
  if (query.instanceId === undefined && query.name === undefined) {
    throw new InputError([{ input: 'instanceId', problem: 'is required, or the name' }]);
  }
  const found = await listMeant(session, query, signal);
  const [record, ...others] = found;
  if (record === undefined) throw await notListed(session, query, signal);
  if (others.length > 0) throw severalInstances(query, found);
  noteInstance(session, query.service, record);
  const { nodeIds: _, listed: __, ...instance } = record;
  const { id, name } = instance;
  if (query.name !== undefined && name !== query.name) {
    throw new LookupError(
      `Instance ${query.instanceId} is named ${name ?? 'nothing that its list tells'}, not ${query.name}.`,
      [id],
      'The id and the name must belong together: one of them is wrong.',
    );
  }
  return { service: query.service, ...instance };
}

/**
 * Every instance that is meant; some lists filter by a part of the name, or by nothing, so it is
 * compared here. An id is nobody else's, a name may be. @throws ListMovedError
 */
export const listMeant = (session: Session, query: InstanceQuery, signal: AbortSignal) =>
  listWhere(session, query, (record) => isMeant(record, query), signal);

async function listWhere(
  session: Session,
  query: InstanceQuery,
  isWanted: (record: InstanceRecord) => boolean,
  signal: AbortSignal,
) {
  const { service, instanceId: id } = query;
  const projectId = await session.findProjectId(signal);
  const name = id === undefined ? query.name : undefined;
  const { listInstances, title } = getService(service);
  const askPage = async ({ offset, limit }: Paging) => {
    const paging = id === undefined || offset !== undefined ? { offset, limit } : {};
    const call = listInstances({ projectId, id, name, ...paging });
    const { instances: entries, totalCount } = await session.send(service, call, signal);
    return { entries, totalCount };
  };
  const read = async () => {
    const meant: InstanceRecord[] = [];
    for await (const { entries } of readPages(askPage, `instances of ${title}`)) {
      meant.push(...entries.filter(isWanted));
      if (id !== undefined && meant.length > 0) break;
    }
    return meant;
  };
  return await readAnew(session, read, signal);
}

function isMeant({ id, name, nodeIds }: InstanceRecord, query: InstanceQuery): boolean {
  const { instanceId } = query;
  if (instanceId === undefined) return name === query.name;
  return [id, ...nodeIds].some((one) => isSameInstance(one, instanceId));
}

/** What its service's list calls a read replica is refused by every create call. @throws UnsupportedError */
export function refuseReplica({
  id,
  name,
  isReplica,
}: Pick<InstanceRecord, 'id' | 'name' | 'isReplica'>): void {
  if (isReplica !== true) return;
  throw new UnsupportedError(
    `Instance ${withName(id, name)} is a read replica, which can’t be backed up.`,
    { hint: 'Give the id of its primary instance.' },
  );
}

/** A suffix of another service is most likely the wrong service, and never certain. */
export function findSuffixWarning(service: ServiceId, id = ''): string | undefined {
  const own = getService(service);
  const other = findServiceBySuffix(id);
  if (other === undefined || hasSuffixOf(own, id)) {
    return undefined;
  }
  return `Instance id ${id} ends like one of ${other.title}, but the service is ${own.title}: check both.`;
}

function severalInstances(query: InstanceQuery, found: readonly InstanceRecord[]): LookupError {
  const { service, name } = query;
  const list = found.map(({ id, name: own }) => withName(id, own)).join(', ');
  return new LookupError(
    `${getService(service).title} lists ${found.length} instances named ${name} in this project: ${list}.`,
    found.map(({ id }) => id),
    'Names need not be unique: give the id of the one that you mean.',
  );
}

/** The names of all instances, where the list can be had; what it is asked for has failed already. */
async function listNames(session: Session, service: ServiceId, signal: AbortSignal) {
  const names: string[] = [];
  const isAny = (record: InstanceRecord) => {
    if (record.name) names.push(record.name);
    return false;
  };
  try {
    await listWhere(session, { service }, isAny, signal);
  } catch (error) {
    session.log.debug(`The names of instances could not be listed: ${String(error)}`);
  }
  return names;
}

/** As many names as are worth reading. */
const MOST_NAMES = 10;

/** The name that is nearly this one: in other letters, a part of it, or with few letters off. */
function findNear(name: string, names: readonly string[]): string | undefined {
  const letters = name.toLowerCase();
  const off = (other: string) => countDifferences(other.toLowerCase(), letters);
  const isPart = (other: string) =>
    other.toLowerCase().includes(letters) || letters.includes(other.toLowerCase());
  const near = names.filter((other) => isPart(other) || off(other) <= letters.length / 4);
  return near.toSorted((one, other) => off(one) - off(other))[0];
}

async function notListed(
  session: Session,
  query: InstanceQuery,
  signal: AbortSignal,
): Promise<LookupError> {
  const { service, instanceId, name } = query;
  const { title } = getService(service);
  const what = instanceId === undefined ? `instance named ${name}` : `instance ${instanceId}`;
  const message = `${title} lists no ${what} in project ${session.knownProjectId()}.`;
  if (instanceId !== undefined || name === undefined) {
    const hint = findSuffixWarning(service, instanceId);
    return new LookupError(message, [], hint ?? 'Check the instance, service, region and project.');
  }
  const names = await listNames(session, service, signal);
  const near = findNear(name, names);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const listed = `It lists ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
  const hint = [
    near === undefined ? '' : `Did you mean ${near}?`,
    names.length === 0 ? '' : listed,
    'Check the name, service, region and project.',
  ];
  return new LookupError(message, [], hint.filter(Boolean).join(' '));
}

export interface InstanceRef {
  readonly service: ServiceId;
  readonly instanceId: string;
}

/** What is remembered of an instance stands under this, in whatever case its id is written. */
export const instanceKey = ({ service, instanceId }: InstanceRef) =>
  `${service} ${instanceId.toLowerCase()}`;

/** Remembers the name that a list has told, by each id that the instance goes by. */
export function noteName(
  { instanceNames }: Session,
  service: ServiceId,
  { id, nodeIds, name }: Pick<InstanceRecord, 'id' | 'nodeIds' | 'name'>,
): void {
  if (!name) return;
  for (const instanceId of [id, ...nodeIds]) {
    instanceNames.set(instanceKey({ service, instanceId }), name);
  }
}

/** Remembers an instance as its list shows it, by each id that it goes by. */
export function noteInstance(session: Session, service: ServiceId, record: InstanceRecord): void {
  noteName(session, service, record);
  for (const instanceId of [record.id, ...record.nodeIds]) {
    session.instances.set(instanceKey({ service, instanceId }), record);
  }
}

/** The instance, where a list that was read for something else has shown it. */
export const findKnownInstance = (
  { instances }: Session,
  instance: InstanceRef,
): InstanceRecord | undefined => instances.get(instanceKey(instance));

/** The instance's name, where a list that was read for something else has told it. */
export const findKnownName = (
  { instanceNames }: Session,
  instance: InstanceRef,
): string | undefined => instanceNames.get(instanceKey(instance));

/** An instance by its id, and by its name where that is known. */
export const describeKnown = (session: Session, instance: InstanceRef): string =>
  withName(instance.instanceId, findKnownName(session, instance));

/**
 * The id that the service's calls want: the instance's own, or its primary node's, which is looked up
 * once. @throws LookupError
 */
export async function findNode(
  session: Session,
  instance: InstanceRef,
  signal: AbortSignal,
): Promise<string> {
  if (!needsNode(instance)) return instance.instanceId;
  const key = instanceKey(instance);
  return await session.nodes.recall(key, (end) => lookUpNode(session, instance, end), signal);
}

/** Whether the service's calls want another id than this one. */
export const needsNode = ({ service, instanceId }: InstanceRef): boolean =>
  getService(service).primaryNode?.applies(instanceId) ?? false;

async function lookUpNode(
  session: Session,
  { service, instanceId }: InstanceRef,
  signal: AbortSignal,
): Promise<string> {
  const { title } = getService(service);
  const [found] = await listMeant(session, { service, instanceId }, signal);
  if (found !== undefined) noteInstance(session, service, found);
  const nodeId = found?.primaryNodeId;
  if (nodeId === undefined) {
    const { message, hint } = describeMissingNode({ service, instanceId });
    throw new LookupError(message, [], hint);
  }
  session.log.info(
    `${title} wants the id of the primary node: instance ${withName(instanceId, found?.name)} has ${nodeId}.`,
  );
  return nodeId;
}

/** An instance whose API wants a node's id, and tells of no primary one. */
export function describeMissingNode({ service, instanceId }: InstanceRef) {
  const { title } = getService(service);
  return {
    message: `${title} wants the id of the primary node, and no primary node of instance ${instanceId} was found.`,
    hint: advice`Check ${option('instanceId')}, region and project, or give the primary node’s id (it stands in the console under the instance’s nodes).`,
  };
}
