import type { Backup } from '../../model.ts';
import type { Limiter } from '../../runtime/limiter.ts';
import { cleanCloudText } from '../../runtime/text.ts';
import type {
  BackupRecord,
  BackupService,
  CreatedBackup,
  ServiceOrder,
} from '../../services/service.ts';
import type { Session } from '../../session.ts';
import type { Deadline } from '../deadline.ts';
import { updateBackup } from '../list.ts';
import type { BackupOrder } from '../order.ts';

/** What tells the backup that we asked for from all others. */
export interface ExpectedBackup {
  readonly name: string;
  /** Whether nobody else can have made up this name. */
  readonly hasUniqueName: boolean;
  readonly description: string | undefined;
  /** The backups of this name, in whatever case, that were there before we asked. */
  readonly knownIds: ReadonlySet<string>;
  /** When we asked first, in milliseconds since 1970, by the cloud's clock as far as it is known. */
  readonly askedAtMs: number;
}

/** Everything that making one backup needs to know. */
export interface CreateTask {
  readonly session: Session;
  readonly service: BackupService;
  readonly order: BackupOrder;
  /** The create call's own terms. */
  readonly request: ServiceOrder;
  readonly expected: ExpectedBackup;
  /** The backups of the instance that were there before, where they had to be looked at. */
  readonly existing: readonly BackupRecord[];
  readonly reuseExisting: boolean;
  readonly deadline: Deadline;
  /** Through which each create call goes. */
  readonly limiter: Limiter;
  /** How long to wait for a busy instance, in milliseconds; 0: not at all. */
  readonly busyTimeoutMs: number;
  /** How long to hold out while the cloud throttles or gives no list, in milliseconds. */
  readonly holdOutMs: number;
}

const CLOCK_TOLERANCE_MS = 5 * 60_000;

export const isNamedAlike = (record: BackupRecord, name: string): boolean =>
  record.name?.toLowerCase() === name.toLowerCase();

/**
 * Whether a listed backup may be ours: it has the name, is not known to be another's, and is new.
 * Some lists may show names in another case: such a one is never taken, and stands in the way.
 */
export const mayMatch = (record: BackupRecord, expected: ExpectedBackup): boolean =>
  isNamedAlike(record, expected.name) &&
  (record.type === undefined || record.type === 'manual') &&
  !expected.knownIds.has(record.id);

/**
 * Whether a listed backup is the one we asked for. With a name that others may use it has to be
 * manual, begun after we asked, and described as we described it; an unknown time is no match.
 */
export function matches(record: BackupRecord, expected: ExpectedBackup): boolean {
  if (record.name !== expected.name || !mayMatch(record, expected)) return false;
  if (expected.hasUniqueName) return true;
  if (record.type !== 'manual') return false;
  const beganAtMs = record.beginTime === undefined ? Number.NaN : Date.parse(record.beginTime);
  if (!(beganAtMs >= expected.askedAtMs - CLOCK_TOLERANCE_MS)) return false;
  // Listed texts are made fit to print when they are read; ours has to be compared alike.
  const described = expected.description === undefined ? '' : cleanCloudText(expected.description);
  return record.description === undefined || record.description === described;
}

type Reported = Partial<Backup> & Pick<CreatedBackup, 'id' | 'status' | 'statusWord'>;

/** The backup in the caller's terms: its name and instance are the order's. */
export function toOrderedBackup({ order, request }: CreateTask, reported: Reported): Backup {
  return {
    jobId: undefined,
    beginTime: undefined,
    endTime: undefined,
    sizeMb: undefined,
    created: true,
    wasListed: false,
    ...reported,
    service: order.service,
    name: order.name,
    instanceId: order.instanceId,
    partial: request.databases.length > 0,
    description: order.description,
    type: 'manual',
  };
}

/** The backup that a create was answered with. That it is completed its record alone can say. */
export function toAcceptedBackup(task: CreateTask, created: CreatedBackup): Backup {
  const unseen = { status: 'BUILDING', statusWord: undefined } as const;
  return toOrderedBackup(
    task,
    created.status === 'COMPLETED' ? { ...created, ...unseen } : created,
  );
}

/** The same of a record in the list: its job is not known. */
export function toListedBackup(task: CreateTask, record: BackupRecord, created: boolean): Backup {
  const { id, status, statusWord } = record;
  return updateBackup(toOrderedBackup(task, { id, status, statusWord, created }), record);
}
