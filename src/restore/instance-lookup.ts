import { noteName } from '../backup/instances.ts';
import { BackupError } from '../errors/backup-error.ts';
import type { Backup, ServiceId } from '../model.ts';
import { PAGE_SIZE } from '../services/calls.ts';
import { isSameInstance } from '../services/fields.ts';
import { getService } from '../services/index.ts';
import type { InstancePage } from '../services/service.ts';
import type { Session } from '../session.ts';

/** An instance as it is listed now, or why that is not known. */
export type Lookup = FoundInstance | { readonly whyUnknown: string };

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
 * The instances of one service's backups: by one call, of one instance by its id, of several the first
 * page of all. What that list leaves out takes a second one.
 */
export async function lookUpInstances(
  session: Session,
  service: ServiceId,
  backups: readonly Backup[],
  limits: LookupLimits,
): Promise<(id: string) => Lookup> {
  const { projectId, signal } = limits;
  if (backups.every((backup) => isListVain(session, backup, projectId))) {
    return (id) => gone(projectId, id);
  }
  const ids = [...new Set(backups.map(({ instanceId }) => instanceId))];
  try {
    const page = await readPage(session, service, { ids, ...limits });
    const lost = ids.filter((id) => isWhole(page) && findIn(page, id) === undefined);
    const others = lost.length > 0 ? await readUnlisted(session, service, limits, lost) : undefined;
    return (id) => {
      const found = findIn(page, id);
      if (found) return { projectId, id: found.id, instance: found.listed(), isUnlisted: false };
      if (!isWhole(page)) {
        const count = page.instances.length;
        return { whyUnknown: `The instance is not among the first ${count} of the list.` };
      }
      const other = others && findIn(others, id);
      return other === undefined
        ? gone(projectId, id)
        : { projectId, id: other.id, instance: other.listed(), isUnlisted: true };
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof BackupError)) throw error;
    const whyUnknown = `The list of instances could not be read: ${error.message}`;
    return () => ({ whyUnknown });
  }
}

interface PageQuery extends LookupLimits {
  readonly ids: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

async function readPage(
  session: Session,
  service: ServiceId,
  { ids, query = {}, projectId, isOnce, signal }: PageQuery,
): Promise<InstancePage> {
  const [id] = ids;
  const filter = ids.length === 1 ? { projectId, id } : { projectId, limit: PAGE_SIZE };
  const call = getService(service).listInstances(filter);
  const once = isOnce && { isSentOnce: true, isOptional: true };
  const asked = { ...call, ...once, query: { ...call.query, ...query } };
  const page = await session.send(service, asked, signal);
  for (const instance of page.instances) noteName(session, service, instance);
  return page;
}

/** What the plain list leaves out, where a source names a query for it; a refusal shows nothing more. */
async function readUnlisted(
  session: Session,
  service: ServiceId,
  limits: LookupLimits,
  ids: readonly string[],
): Promise<InstancePage | undefined> {
  const { cloud } = session;
  const { restore } = ownerOf(service);
  if (restore?.unlisted === undefined || cloud === undefined) return undefined;
  const { clouds, query } = restore.unlisted;
  if (!clouds.includes(cloud)) return undefined;
  try {
    return await readPage(session, service, { ids, query, ...limits, isOnce: true });
  } catch (error) {
    limits.signal.throwIfAborted();
    if (!(error instanceof BackupError)) throw error;
    session.log.debug(`What the list of instances leaves out is not known: ${error.message}`);
    return undefined;
  }
}

const isWhole = ({ instances, totalCount }: InstancePage): boolean =>
  totalCount === undefined ? instances.length < PAGE_SIZE : instances.length >= totalCount;

const findIn = ({ instances }: InstancePage, wanted: string) =>
  instances.find(({ id, nodeIds }) => [id, ...nodeIds].some((one) => isSameInstance(one, wanted)));
