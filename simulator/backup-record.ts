import type { BackupFate } from './backup-fate.ts';

/** A backup as the simulator keeps it; what it is at a moment follows from the clock. */
export interface BackupRecord {
  readonly service: string;
  readonly host: string;
  readonly id: string;
  readonly instanceId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly type: 'manual' | 'auto';
  readonly databases: readonly string[];
  readonly beganAt: number;
  readonly endsAt: number;
  readonly visibleFrom: number;
  readonly jobId: string | undefined;
  readonly sizeKb: number;
  readonly fate: BackupFate;
  deletingFrom: number | undefined;
  goneFrom: number | undefined;
}
