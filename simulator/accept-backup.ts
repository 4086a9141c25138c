import type { BackupRecord } from './backup-record.ts';
import { backupState } from './backup-state.ts';
import { checkBackupDescription, checkBackupName } from './backup-text-rules.ts';
import type { Call } from './call.ts';
import { checkInstanceFree } from './check-instance-free.ts';
import { Refusal } from './refusal.ts';
import type { SimulatedInstance } from './simulated-instance.ts';

/** A manual backup as a request asks for it. */
export interface BackupWish {
  readonly instance: SimulatedInstance;
  readonly name: string;
  readonly description: string | undefined;
  readonly databases?: readonly string[];
}

/** In what the services differ when they accept a backup. */
export interface AcceptRules {
  readonly uniqueNames: boolean;
  readonly backupId: string;
  readonly jobId?: string;
  readonly jobName?: string;
}

/** Checks name, description, kind of instance, name in use and other tasks, in that order; then begins. */
export function acceptBackup(call: Call, wish: BackupWish, rules: AcceptRules): BackupRecord {
  checkBackupName(wish.name);
  if (wish.description !== undefined) checkBackupDescription(wish.description);
  if (wish.instance.replica === true) throw new Refusal('replicaRefused', 'read replica');
  if (rules.uniqueNames && nameInUse(call, wish)) throw new Refusal('duplicateName', wish.name);
  checkInstanceFree(call, wish.instance);
  const record = beginBackup(call, wish, rules);
  call.world.backups.push(record);
  return record;
}

function nameInUse({ world, service, nowMs }: Call, wish: BackupWish): boolean {
  return world.backups.some(
    (backup) =>
      backup.host === service.host &&
      backup.name === wish.name &&
      backupState(backup, nowMs) !== undefined,
  );
}

function beginBackup(call: Call, wish: BackupWish, rules: AcceptRules): BackupRecord {
  const { service, nowMs, fate, world } = call;
  const endsAt = nowMs + world.settings.backupMs;
  if (rules.jobId !== undefined) {
    world.jobs.push({
      id: rules.jobId,
      host: service.host,
      name: rules.jobName ?? 'BackupInstance',
      instance: { id: wish.instance.id, name: wish.instance.name },
      beganAt: nowMs,
      endsAt,
      visibleFrom: nowMs + world.settings.jobLagMs,
      failReason: fate.failReason,
    });
  }
  return {
    service: service.id,
    host: service.host,
    id: rules.backupId,
    instanceId: wish.instance.id,
    name: wish.name,
    description: wish.description,
    type: 'manual',
    databases: wish.databases ?? [],
    beganAt: nowMs,
    endsAt,
    visibleFrom: nowMs + world.settings.listLagMs,
    jobId: rules.jobId,
    sizeKb: 2_870_272,
    fate,
    deletingFrom: fate.deletingAfterMs === undefined ? undefined : nowMs + fate.deletingAfterMs,
    goneFrom: fate.goneAfterMs === undefined ? undefined : nowMs + fate.goneAfterMs,
  };
}
