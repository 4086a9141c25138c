import { findKnownInstance, noteName } from '../backup/instances.ts';
import { BackupError } from '../errors/backup-error.ts';
import type { Backup, ServiceId } from '../model.ts';
import { throwIfEnded } from '../runtime/abort.ts';
import { isSameInstance } from '../services/fields.ts';
import { getService } from '../services/index.ts';
import { type Paging, readPages } from '../services/pages.ts';
import type { InstanceRecord } from '../services/service.ts';
import type { Session } from '../session.ts';

/** An instance as it is listed now, or why that is not known. */
export type Lookup =
  | FoundInstance
  | { readonly whyUnknown: string; readonly cause?: BackupError | undefined };

export interface FoundInstance {
  readonly projectId: string;
  /** The instance's own id, also where a node's was looked for. */
  readonly id: string;
  /** As its list shows it; `undefined` once it is deleted. */
  readonly instance: unknown;
  /** Whether the plain list leaves it out. */
  readonly isUnlisted: boolean;
}

export interface LookupLimits {
  readonly projectId: string;
  /** Whether each list is asked for once only. */
  readonly isOnce: boolean;
  readonly signal: AbortSignal;
}

/** The service whose instances these are: its list, its requests. */
export const ownerOf = (service: ServiceId) =>
  getService(getService(service).instancesOf ?? service);

/** An instance that is not in the list, and so no longer in the cloud. */
const gone = (projectId: string, id: string): FoundInstance => ({
  projectId,
  id,
  instance: undefined,
  isUnlisted: false,
});

/** Whether even of a deleted instance no request could be printed: a list would change nothing. */
function isListVain(session: Session, { service, instanceId, ...backup }: Backup, id: string) {
  const { cloud, region } = session;
  const { restore } = ownerOf(service);
  if (cloud === undefined || restore === undefined) return true;
  const where = { cloud, region, projectId: id, backup, instanceId, digits: '' };
  return typeof restore.describe({ ...where, instance: undefined, isUnlisted: false }) === 'string';
}

/**
 * The instances of one service's backups: as a wait has seen them, where one call has to do; then one
 * by its id, or several by the list, page by page until all are found. What that leaves out takes one more.
 */
export async function lookUpInstances(
  session: Session,
  service: ServiceId,
  backups: readonly Backup[],
  limits: LookupLimits,
): Promise<(id: string) => Lookup> {
  const { projectId, isOnce } = limits;
  if (backups.every((backup) => isListVain(session, backup, projectId))) {
    return (id) => gone(projectId, id);
  }
  const ids = [...new Set(backups.map(({ instanceId }) => instanceId))];
  const seen = isOnce
    ? ids.flatMap((instanceId) => findKnownInstance(session, { service, instanceId }) ?? [])
    : [];
  const listed = await readInstances(session, service, { ids: listMissing(ids, seen), ...limits });
  const known = [...seen, ...listed.instances];
  const lost = listed.whyUnknown === undefined ? listMissing(ids, known) : [];
  const others = lost.length > 0 ? await readUnlisted(session, service, limits, lost) : [];
  return (id) => {
    const found = findIn(known, id);
    if (found) return { projectId, id: found.id, instance: found.listed(), isUnlisted: false };
    const { whyUnknown, cause } = listed;
    if (whyUnknown !== undefined) return { whyUnknown, cause };
    const other = findIn(others, id);
    return other === undefined
      ? gone(projectId, id)
      : { projectId, id: other.id, instance: other.listed(), isUnlisted: true };
  };
}

interface InstancesQuery extends LookupLimits {
  readonly ids: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

interface ListedInstances {
  readonly instances: readonly InstanceRecord[];
  /** Why others may be in the list as well. */
  readonly whyUnknown: string | undefined;
  /** What kept the list from being read. */
  readonly cause?: BackupError;
}

/** What the list shows of these instances; nothing is read for none. */
async function readInstances(
  session: Session,
  service: ServiceId,
  { ids, query = {}, projectId, isOnce, signal }: InstancesQuery,
): Promise<ListedInstances> {
  const [id, ...otherIds] = ids;
  const { listInstances, title } = getService(service);
  const once = isOnce && { isSentOnce: true, isOptional: true };
  const instances: InstanceRecord[] = [];
  let listCount = 0;
  if (id === undefined) return { instances, whyUnknown: undefined };

  async function ask(paging: Paging) {
    const filter = otherIds.length === 0 ? { id } : {};
    const isFirstById = otherIds.length === 0 && paging.offset === undefined;
    const call = listInstances({ projectId, ...filter, ...(!isFirstById && paging) });
    const asked = { ...call, ...once, query: { ...call.query, ...query } };
    const page = await session.send(service, asked, signal);
    for (const instance of page.instances) noteName(session, service, instance);
    listCount = page.totalCount ?? 0;
    return { entries: page.instances, totalCount: page.totalCount };
  }

  try {
    for await (const { entries } of readPages(ask, `instances of ${title}`)) {
      instances.push(...entries);
      if (listMissing(ids, instances).length === 0) break;
    }
    const shown = `The instance is not among the ${instances.length} of ${listCount} that the list shows.`;
    return { instances, whyUnknown: instances.length < listCount ? shown : undefined };
  } catch (error) {
    if (signal.aborted && instances.length > 0) {
      return { instances, whyUnknown: 'The list of instances did not come in time.' };
    }
    throwIfEnded(error, signal);
    if (!(error instanceof BackupError)) throw error;
    const whyUnknown = `The list of instances could not be read: ${error.message}`;
    return { instances, whyUnknown, cause: error };
  }
}

/** What the plain list leaves out, where a source names a query for it; a refusal shows nothing more. */
async function readUnlisted(
  session: Session,
  service: ServiceId,
  limits: LookupLimits,
  ids: readonly string[],
): Promise<readonly InstanceRecord[]> {
  const { cloud } = session;
  const { restore } = ownerOf(service);
  if (restore?.unlisted === undefined || cloud === undefined) return [];
  const { clouds, query } = restore.unlisted;
  if (!clouds.includes(cloud)) return [];
  const asked = { ids, query, ...limits, isOnce: true };
  const { instances, whyUnknown } = await readInstances(session, service, asked);
  if (whyUnknown !== undefined) {
    session.log.debug(`What the list of instances leaves out is not known: ${whyUnknown}`);
  }
  return instances;
}

const findIn = (instances: readonly InstanceRecord[], wanted: string) =>
  instances.find(({ id, nodeIds }) => [id, ...nodeIds].some((one) => isSameInstance(one, wanted)));

const listMissing = (ids: readonly string[], instances: readonly InstanceRecord[]) =>
  ids.filter((id) => findIn(instances, id) === undefined);
