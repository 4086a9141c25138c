import type { Backup } from '../../model.ts';
import type { Limiter } from '../../runtime/limiter.ts';
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
import type { ExpectedBackup } from './ownership.ts';

/** Everything that making one backup needs to know. */
export interface Creation {
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

/** What a search for our own backup needs to know of it. */
export type OwnSearch = Pick<
  Creation,
  'session' | 'service' | 'order' | 'expected' | 'reuseExisting' | 'deadline' | 'holdOutMs'
>;

type Reported = Partial<Backup> & Pick<CreatedBackup, 'id' | 'status' | 'statusWord'>;

/** The backup in the caller's terms: its name and instance are the order's. */
export function toOrderedBackup({ order }: OwnSearch, reported: Reported): Backup {
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
    partial: (order.databases ?? []).length > 0,
    description: order.description,
    type: 'manual',
  };
}

/** The backup that a create was answered with. That it is completed its record alone can say. */
export function toAcceptedBackup(
  creation: Creation,
  created: CreatedBackup,
  acceptedAt: string | undefined,
): Backup {
  const unseen = { status: 'BUILDING', statusWord: undefined } as const;
  const told = created.status === 'COMPLETED' ? { ...created, ...unseen } : created;
  return toOrderedBackup(creation, { ...told, ...(acceptedAt !== undefined && { acceptedAt }) });
}

/** The same of a record in the list: its job is not known. */
export function toListedBackup(
  creation: OwnSearch,
  record: BackupRecord,
  created: boolean,
): Backup {
  const { id, status, statusWord } = record;
  return updateBackup(toOrderedBackup(creation, { id, status, statusWord, created }), record);
}
