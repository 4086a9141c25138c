/** A backup as tests see it, at the moment they look. */
export interface SimulatedBackup {
  /** The service that made it. */
  readonly service: string;
  /** Its id. */
  readonly id: string;
  /** The instance that it is of. */
  readonly instanceId: string;
  /** Its name. */
  readonly name: string;
  /** What the create call said of it. */
  readonly description: string | undefined;
  /** Whether somebody asked for it. */
  readonly type: 'manual' | 'auto';
  /** The databases it was asked for; empty for the whole instance. */
  readonly databases: readonly string[];
  /** Epoch ms. */
  readonly beganAt: number;
  /** Epoch ms, still to come while it is being made. */
  readonly endsAt: number;
  /** What it is now. */
  readonly state: BackupState;
  /** The job that makes it, where the service has one. */
  readonly jobId: string | undefined;
  /** Its size in KB (1,024 bytes). */
  readonly sizeKb: number;
}

/** The states the backup lists share. */
export type BackupState = 'BUILDING' | 'COMPLETED' | 'FAILED' | 'DELETING';

/** A backup as the simulator keeps it; what it is at a moment follows from the clock. */
export interface BackupRecord extends Omit<SimulatedBackup, 'state'> {
  readonly host: string;
  /** Epoch ms from which lists may show it. */
  readonly visibleFrom: number;
  readonly behaviour: BackupBehaviour;
  deletingFrom: number | undefined;
  goneFrom: number | undefined;
}

/** How a single backup departs from the usual course; faults decide it at its create. */
export interface BackupBehaviour {
  readonly failReason?: string;
  readonly buildingWord?: string;
  readonly completedWord?: string;
  /** Shows DELETING this long after its create. */
  readonly deletingAfterMs?: number;
  /** Leaves the lists this long after its create. */
  readonly goneAfterMs?: number;
}

/** What a backup is at a moment; undefined once it is gone. */
export function backupState(record: BackupRecord, nowMs: number): BackupState | undefined {
  if (record.goneFrom !== undefined && nowMs >= record.goneFrom) return undefined;
  if (record.deletingFrom !== undefined && nowMs >= record.deletingFrom) return 'DELETING';
  if (nowMs < record.endsAt) return 'BUILDING';
  return record.behaviour.failReason === undefined ? 'COMPLETED' : 'FAILED';
}

/** The word a list shows for it, which a fault may have made an unusual one. */
export function shownStatus(record: BackupRecord, nowMs: number): string {
  const state = backupState(record, nowMs) ?? 'DELETING';
  if (state === 'BUILDING') return record.behaviour.buildingWord ?? state;
  if (state === 'COMPLETED') return record.behaviour.completedWord ?? state;
  return state;
}

/** The view of one record; undefined once the backup is gone. */
export function simulatedBackup(record: BackupRecord, nowMs: number): SimulatedBackup | undefined {
  const state = backupState(record, nowMs);
  if (state === undefined) return undefined;
  const { service, id, instanceId, name, description, type } = record;
  const { databases, beganAt, endsAt, jobId, sizeKb } = record;
  return {
    service,
    id,
    instanceId,
    name,
    description,
    type,
    databases,
    beganAt,
    endsAt,
    state,
    jobId,
    sizeKb,
  };
}

/** Whether a backup of the instance is being made: one at a time is all an instance takes. */
export function backupRunning(
  { backups }: { readonly backups: readonly BackupRecord[] },
  instance: { readonly id: string; readonly host: string },
  nowMs: number,
): boolean {
  return backups.some(
    (backup) =>
      backup.host === instance.host &&
      backup.instanceId === instance.id &&
      backup.beganAt <= nowMs &&
      backupState(backup, nowMs) === 'BUILDING',
  );
}
