import type { Deadline } from '../backup/deadline.ts';
import { findKnownName, findSuffixWarning } from '../backup/instances.ts';
import { buildUrl } from '../http/send.ts';
import type { Backup, CloudId } from '../model.ts';
import { getService } from '../services/index.ts';
import type { RestoreDescription, RestoreWay } from '../services/restore/restore-way.ts';
import type { Session } from '../session.ts';
import { type FoundInstance, type Lookup, lookUpInstances, ownerOf } from './instance-lookup.ts';
import { printBody, type RestoreGuide } from './restore-guide.ts';

/**
 * How often each call for instances may be sent: `0` leaves the console's way alone, and then nothing is
 * sent; with `1` none is sent for an instance that a list has shown already.
 */
export type ListAttempts = 0 | 1;

interface DescribeOptions {
  /** Default: once, and again where that may help. */
  readonly listAttempts?: ListAttempts | undefined;
}

/** For each backup its guide, by one list for each service. */
export async function describeRestores(
  session: Session,
  backups: readonly Backup[],
  { listAttempts }: DescribeOptions,
  deadline: Deadline,
): Promise<readonly RestoreGuide[]> {
  if (listAttempts === 0) {
    const lookup = { whyUnknown: 'The list of instances was not read.' };
    return backups.map((backup) => describeOne(session, backup, lookup));
  }
  const { signal } = deadline;
  const projectId = await session.findProjectId(signal);
  const limits = { projectId, isOnce: listAttempts === 1, signal };
  const services = [...new Set(backups.map(({ service }) => service))];
  const lookups = await Promise.all(
    services.map(async (service) => {
      const own = backups.filter((backup) => backup.service === service);
      return [service, await lookUpInstances(session, service, own, limits)] as const;
    }),
  );
  deadline.cancelled.throwIfAborted();
  const byService = new Map(lookups);
  return backups.map((backup) =>
    describeOne(session, backup, byService.get(backup.service)?.(backup.instanceId)),
  );
}

function describeOne(session: Session, backup: Backup, lookup: Lookup | undefined): RestoreGuide {
  const { cloud } = session;
  const { restore } = ownerOf(backup.service);
  const suspicion = findSuffixWarning(backup.service, backup.instanceId);
  const guide = {
    request: undefined,
    openFields: [],
    notes: suspicion === undefined ? [] : [suspicion],
    console: restore?.console,
    manual: cloud && restore?.findManual(cloud, backup.instanceId),
    page: cloud && restore?.pages[cloud],
    states: restore?.states,
    instanceName: findKnownName(session, backup),
  };
  const refuse = (whyNoRequest: string): RestoreGuide => ({ ...guide, whyNoRequest });
  if (backup.status !== 'COMPLETED') return refuse('Only a completed backup can be restored.');
  if (restore === undefined) return refuse('Nothing is known of a call that restores it.');
  if (cloud === undefined || lookup === undefined) {
    return refuse('The clouds’ requests differ, and it is not known which cloud this is.');
  }
  if ('whyUnknown' in lookup) return refuse(lookup.whyUnknown);
  const isForeign = getService(backup.service).instancesOf !== undefined;
  if (isForeign && lookup.instance === undefined) {
    return refuse('The instance of this node is not in the list.');
  }
  const printed = printRequest(session, backup, { restore, cloud, found: lookup });
  return { ...guide, ...printed, notes: [...guide.notes, ...printed.notes] };
}

export interface Describing {
  readonly restore: RestoreWay;
  readonly cloud: CloudId;
  readonly found: FoundInstance;
}

const MOST_DIGITS = 16 ** 6;

/** Six hexadecimal digits. */
const drawDigits = (random: () => number): string =>
  Math.floor(random() * MOST_DIGITS)
    .toString(16)
    .padStart(6, '0');

/** The request that restores the backup, and all that is to be known of it; in words why there is none. */
export function describeRequest(
  { region, random }: Session,
  backup: Backup,
  { restore, cloud, found }: Describing,
): RestoreDescription | string {
  const { id: instanceId, ...instance } = found;
  const digits = drawDigits(random);
  const described = restore.describe({ ...instance, cloud, region, backup, instanceId, digits });
  if (typeof described === 'string') return described;
  const { instancesOf, title } = getService(backup.service);
  const foreign =
    instancesOf === undefined
      ? []
      : [
          `No source shows ${getService(instancesOf).title} v3 taking the id of a backup of ${title}.`,
        ];
  const part = backup.partial ? ['The backup holds only some of the instance’s databases.'] : [];
  return { ...described, notes: [...foreign, ...part, ...described.notes] };
}

function printRequest(
  session: Session,
  backup: Backup,
  describing: Describing,
): Pick<RestoreGuide, 'request' | 'whyNoRequest' | 'openFields' | 'notes'> {
  const described = describeRequest(session, backup, describing);
  if (typeof described === 'string') {
    return { request: undefined, whyNoRequest: described, openFields: [], notes: [] };
  }
  const { body, openFields } = printBody(described);
  const url = buildUrl(session.addressOf(backup.service), described.path).href;
  const { notes } = described;
  return { request: { method: 'POST', url, body }, whyNoRequest: undefined, openFields, notes };
}
