import type { BackupRecord } from './backup-record.ts';
import { type BackupState, backupState } from './backup-state.ts';

/** A backup as tests see it, at the moment they look. */
export interface SimulatedBackup {
  readonly service: string;
  readonly id: string;
  readonly instanceId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly type: 'manual' | 'auto';
  readonly databases: readonly string[];
  readonly beganAt: number;
  readonly endsAt: number;
  readonly state: BackupState;
  readonly jobId: string | undefined;
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
