import type { Gate } from '../../gate.ts';
import type {
  BackupRecord,
  BackupService,
  CreatedBackup,
  ServiceOrder,
} from '../../services/service.ts';
import type { Session } from '../../session.ts';
import type { Backup } from '../backup.ts';
import type { BackupOrder } from '../backup-order.ts';
import type { Limits } from '../limits.ts';
import type { Claim } from './own-backup.ts';

/** Everything that making one backup needs to know. */
export interface CreateTask {
  readonly session: Session;
  readonly service: BackupService;
  readonly order: BackupOrder;
  readonly ready: ServiceOrder;
  readonly claim: Claim;
  /** The backups of this name that were there before. */
  readonly existing: readonly BackupRecord[];
  readonly reuseExisting: boolean;
  readonly limits: Limits;
  /** Through which each create call goes. */
  readonly gate: Gate;
  /** How long to wait for a busy instance, in milliseconds; 0: not at all. */
  readonly busyTimeoutMs: number;
}

type Known = Partial<Backup> & Pick<CreatedBackup, 'id' | 'status' | 'statusWord'>;

/** The backup in the caller's terms: its name and instance are the request's. */
export function toOrderedBackup({ order, ready }: CreateTask, known: Known): Backup {
  return {
    jobId: undefined,
    beginTime: undefined,
    endTime: undefined,
    sizeMb: undefined,
    created: true,
    wasListed: false,
    ...known,
    service: order.service,
    name: order.name,
    instanceId: order.instanceId,
    partial: ready.databases.length > 0,
    description: order.description,
    type: 'manual',
  };
}
