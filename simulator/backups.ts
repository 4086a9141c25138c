import { type BackupRecord, backupRunning, backupState } from './backup-record.ts';
import { Refusal } from './errors.ts';
import { findInstance, statusOf } from './instance-list.ts';
import { beginJob } from './jobs.ts';
import type { IdKind } from './options.ts';
import { bodyFields, optionalText, requiredText } from './request-fields.ts';
import type { Call } from './route.ts';
import type { SimulatedInstance, State } from './state.ts';

/** A manual backup as a request asks for it. */
export interface RequestedBackup {
  readonly instance: SimulatedInstance;
  readonly name: string;
  readonly description: string | undefined;
  readonly databases?: readonly string[];
}

/** The backup a v3 create body asks for: `instance_id`, `name`, perhaps `description`. */
export function requestedBackup(call: Call): RequestedBackup {
  const fields = bodyFields(call);
  const instanceId = requiredText(fields, 'instance_id');
  const name = requiredText(fields, 'name');
  const description = optionalText(fields, 'description');
  return { instance: findInstance(call, instanceId), name, description };
}

/** In what the services differ when they accept a backup. */
export interface AcceptRules {
  readonly uniqueNames: boolean;
  readonly backupId: string;
  readonly jobId?: string;
  readonly jobName?: string;
}

/** Checks name, description, kind of instance, name in use and other tasks, in that order; then begins. */
export function acceptBackup(
  call: Call,
  requested: RequestedBackup,
  rules: AcceptRules,
): BackupRecord {
  checkBackupName(requested.name);
  if (requested.description !== undefined) checkBackupDescription(requested.description);
  if (requested.instance.replica === true) throw new Refusal('replicaRefused', 'read replica');
  if (rules.uniqueNames && nameInUse(call, requested.name)) {
    throw new Refusal('duplicateName', requested.name);
  }
  checkInstanceFree(call, requested.instance);
  const record = beginBackup(call, requested, rules);
  call.state.backups.push(record);
  return record;
}

/** Deletes a manual, finished backup; it shows DELETING for `deletingMs` and is gone then. */
export function deleteBackup(call: Call, deletingMs: number): BackupRecord {
  const { nowMs } = call;
  const id = call.params['backup_id'];
  const record = existing(call).find((backup) => backup.id === id);
  if (record === undefined) throw new Refusal('backupMissing', id);
  if (record.type === 'auto') throw new Refusal('backupNotDeletable', 'automated backup');
  const state = backupState(record, nowMs);
  if (state !== 'COMPLETED' && state !== 'FAILED') throw new Refusal('backupNotDeletable', state);
  record.deletingFrom = nowMs;
  record.goneFrom = nowMs + deletingMs;
  return record;
}

/** 32 hexadecimal digits and the suffix by which the clouds tell kinds of things: br07, br01 … */
export function cloudId(state: State, kind: IdKind, suffix = ''): string {
  return `${uuid(state, kind).replaceAll('-', '')}${suffix}`;
}

/** The dashed form, used for jobs and by RDS v1 for backups. */
export function uuid({ settings }: State, kind: IdKind): string {
  return settings.newId(kind);
}

function nameInUse(call: Call, name: string): boolean {
  return existing(call).some((backup) => backup.name === name);
}

/** The host's backups that are not gone, whether lists show them already or not. */
function existing({ state, service, nowMs }: Call): readonly BackupRecord[] {
  return state.backups.filter(
    (backup) => backup.host === service.host && backupState(backup, nowMs) !== undefined,
  );
}

function beginBackup(call: Call, requested: RequestedBackup, rules: AcceptRules): BackupRecord {
  const { service, nowMs, behaviour, state } = call;
  const endsAt = nowMs + state.settings.backupMs;
  if (rules.jobId !== undefined) {
    beginJob(call, { id: rules.jobId, name: rules.jobName, instance: requested.instance, endsAt });
  }
  return {
    service: service.id,
    host: service.host,
    id: rules.backupId,
    instanceId: requested.instance.id,
    name: requested.name,
    description: requested.description,
    type: 'manual',
    databases: requested.databases ?? [],
    beganAt: nowMs,
    endsAt,
    visibleFrom: nowMs + state.settings.listLagMs,
    jobId: rules.jobId,
    sizeKb: 2_870_272,
    behaviour,
    deletingFrom:
      behaviour.deletingAfterMs === undefined ? undefined : nowMs + behaviour.deletingAfterMs,
    goneFrom: behaviour.goneAfterMs === undefined ? undefined : nowMs + behaviour.goneAfterMs,
  };
}

/** Refuses a name outside the rule all create pages share. */
function checkBackupName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9_-]{3,63}$/.test(name)) return;
  throw new Refusal('badName', 'name must be 4 to 64 letters, digits, - or _, first a letter');
}

/** Refuses a description outside the rule all create pages share. */
function checkBackupDescription(description: string): void {
  if ([...description].length > 256) {
    throw new Refusal('badDescription', 'description is longer than 256 characters');
  }
  if (/[>!<"&'=\r\n]/.test(description)) {
    throw new Refusal('badDescription', 'description has a forbidden character');
  }
}

/** Refuses an instance that is frozen, full, not ready, or has another task running. */
export function checkInstanceFree(call: Call, instance: SimulatedInstance): void {
  const shown = statusOf(instance, call.nowMs);
  const status = shown.toUpperCase();
  if (status === 'FROZEN') throw new Refusal('instanceFrozen');
  if (status === 'STORAGE FULL') throw new Refusal('instanceFull');
  if (status === 'BACKING UP') throw new Refusal('backupRunning');
  if (status !== 'ACTIVE' && status !== 'NORMAL') {
    throw new Refusal('instanceNotReady', shown);
  }
  if (instance.busyUntil !== undefined && call.nowMs < instance.busyUntil) {
    throw new Refusal('instanceBusy');
  }
  if (backupRunning(call.state, instance, call.nowMs)) throw new Refusal('backupRunning');
}
