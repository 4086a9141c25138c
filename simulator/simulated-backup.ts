import type { BackupRecord } from './backup-record.ts';
import { type BackupState, backupState } from './backup-state.ts';

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
