import { explainAbort, startDeadline } from '../backup/deadline.ts';
import { findKnownName, type InstanceOptions, noteName } from '../backup/instances.ts';
import { BackupError } from '../errors/backup-error.ts';
import { buildUrl } from '../http/send.ts';
import type { Backup, ServiceId } from '../model.ts';
import { PAGE_SIZE } from '../services/calls.ts';
import { isSameInstance } from '../services/fields.ts';
import { getService } from '../services/index.ts';
import type { RestoreWay } from '../services/restore/restore-way.ts';
import type { Session } from '../session.ts';
import { printBody, type RestoreGuide } from './restore-guide.ts';

/** How much describing a restore may cost. */
export interface RestoreOptions extends InstanceOptions {
  /**
   * How often each list of instances may be asked for: `0` leaves the console's way alone, and then
   * nothing is sent. Default: once, and again where that may help.
   */
  readonly listAttempts?: 0 | 1 | undefined;
}

/** An instance as it is listed now, `undefined` once it is deleted, or why that is not known. */
type Look =
  | { readonly projectId: string; readonly id: string; readonly instance: unknown }
  | { readonly whyUnknown: string };

/** For each backup its guide, with one list call for each service. */
export async function describeRestores(
  session: Session,
  backups: readonly Backup[],
  { signal, timeoutMs, listAttempts }: RestoreOptions,
): Promise<readonly RestoreGuide[]> {
  if (listAttempts === 0) {
    const look = { whyUnknown: 'The list of instances was not read.' };
    return backups.map((backup) => describeOne(session, backup, look));
  }
  const deadline = startDeadline(session.clock, signal, timeoutMs);
  try {
    const projectId = await session.findProjectId(deadline.signal);
    const limits = { projectId, isOnce: listAttempts === 1, signal: deadline.signal };
    const services = [...new Set(backups.map(({ service }) => service))];
    const looks = await Promise.all(
      services.map(async (service) => {
        const own = backups.filter((backup) => backup.service === service);
        return [service, await lookAtAll(session, own, limits)] as const;
      }),
    );
    const byService = new Map(looks);
    return backups.map((backup) => {
      const look = byService.get(backup.service)?.(backup.instanceId);
      return describeOne(session, backup, look);
    });
  } catch (error) {
    throw explainAbort(error, deadline);
  } finally {
    deadline.dispose();
  }
}

/** The service whose instances these are: its list, its requests. */
const ownerOf = (service: ServiceId) => getService(getService(service).instancesOf ?? service);

interface Looking {
  readonly projectId: string;
  readonly isOnce: boolean;
  readonly signal: AbortSignal;
}

/** One call: of one instance by its id, of several the first page of all. */
async function lookAtAll(session: Session, backups: readonly Backup[], looking: Looking) {
  const { projectId, isOnce, signal } = looking;
  const ids = new Set(backups.map(({ instanceId }) => instanceId));
  const [first] = backups;
  const { cloud, region } = session;
  const restore = first && ownerOf(first.service).restore;
  if (first === undefined || cloud === undefined || restore === undefined) return () => undefined;
  const { service, instanceId } = first;
  const gone = (id: string): Look => ({ projectId, id, instance: undefined });
  const source = { cloud, region, projectId, backupId: first.id, instanceId, instance: undefined };
  // Where even of a deleted instance no request could be printed, a list would change nothing.
  if (typeof restore.describe(source) === 'string') return gone;
  const filter = ids.size === 1 ? { projectId, id: instanceId } : { projectId, limit: PAGE_SIZE };
  const call = getService(service).listInstances(filter);
  const once = isOnce && { isSentOnce: true, isOptional: true };
  try {
    const { instances, totalCount } = await session.send(service, { ...call, ...once }, signal);
    for (const instance of instances) noteName(session, service, instance);
    const isAll =
      totalCount === undefined ? instances.length < PAGE_SIZE : instances.length >= totalCount;
    return (wanted: string): Look => {
      const found = instances.find(({ id, nodeIds }) =>
        [id, ...nodeIds].some((one) => isSameInstance(one, wanted)),
      );
      if (found !== undefined) return { projectId, id: found.id, instance: found.listed() };
      return isAll
        ? gone(wanted)
        : { whyUnknown: `The instance is not among the first ${instances.length} of the list.` };
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof BackupError)) throw error;
    return (): Look => ({
      whyUnknown: `The list of instances could not be read: ${error.message}`,
    });
  }
}

function describeOne(session: Session, backup: Backup, look: Look | undefined): RestoreGuide {
  const { cloud } = session;
  const { restore } = ownerOf(backup.service);
  const guide = {
    request: undefined,
    holes: [],
    notes: [],
    console: restore?.console,
    page: cloud && restore?.pages[cloud],
    instanceName: findKnownName(session, backup),
  };
  const refuse = (whyNoRequest: string): RestoreGuide => ({ ...guide, whyNoRequest });
  if (backup.status !== 'COMPLETED') return refuse('Only a completed backup can be restored.');
  if (restore === undefined) return refuse('Nothing is known of a call that restores it.');
  if (cloud === undefined || look === undefined) {
    return refuse('The clouds’ requests differ, and it is not known which cloud this is.');
  }
  if ('whyUnknown' in look) return refuse(look.whyUnknown);
  const isForeign = getService(backup.service).instancesOf !== undefined;
  if (isForeign && look.instance === undefined) {
    return refuse('The instance of this node is not in the list.');
  }
  return { ...guide, ...printRequest(session, backup, { restore, cloud, look }) };
}

interface Printing {
  readonly restore: RestoreWay;
  readonly cloud: NonNullable<Session['cloud']>;
  readonly look: Extract<Look, { readonly id: string }>;
}

function printRequest(
  session: Session,
  backup: Backup,
  { restore, cloud, look }: Printing,
): Pick<RestoreGuide, 'request' | 'whyNoRequest' | 'holes' | 'notes'> {
  const { region } = session;
  const { projectId, id: instanceId, instance } = look;
  const source = { cloud, region, projectId, backupId: backup.id, instanceId, instance };
  const described = restore.describe(source);
  if (typeof described === 'string') {
    return { request: undefined, whyNoRequest: described, holes: [], notes: [] };
  }
  const { path, body, notes } = described;
  const printed = printBody(body);
  const { instancesOf, title } = getService(backup.service);
  const foreign =
    instancesOf === undefined
      ? []
      : [
          `No source shows ${getService(instancesOf).title} v3 taking the id of a backup of ${title}.`,
        ];
  const whole = backup.partial ? ['The backup holds only some of the instance’s databases.'] : [];
  const url = buildUrl(session.addressOf(backup.service), path).href;
  return {
    request: { method: 'POST', url, body: printed.body },
    whyNoRequest: undefined,
    holes: printed.holes,
    notes: [...foreign, ...whole, ...notes],
  };
}
