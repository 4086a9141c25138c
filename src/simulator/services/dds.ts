import { acceptBackup } from '../accept-backup.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { BackupRecord } from '../backup-record.ts';
import { backupRunning } from '../backup-running.ts';
import { backupsAnswer } from '../backups-answer.ts';
import { bodyFields, optionalText, requiredObject, requiredText } from '../body-fields.ts';
import type { Call } from '../call.ts';
import { cloudId, uuid } from '../cloud-id.ts';
import { cloudTime, parseSpacedTime, spacedTime } from '../cloud-time.ts';
import { dbsErrorBody } from '../dbs-error-body.ts';
import { dbsErrors } from '../dbs-errors.ts';
import { deleteBackup } from '../delete-backup.ts';
import { documentedRoute } from '../documented-route.ts';
import { findInstance } from '../find-instance.ts';
import { findJob } from '../find-job.ts';
import { instancesAnswer } from '../instances-answer.ts';
import { jobProgress } from '../job-progress.ts';
import type { JsonObject } from '../json-object.ts';
import { seedInstance } from '../seed-instance.ts';
import type { ServiceDescription } from '../service-description.ts';
import { shownBackup } from '../shown-backup.ts';
import type { SimulatedInstance } from '../simulated-instance.ts';

const mongo = { name: 'DDS-Community', version: '4.0', ready: 'normal' };

/** DDS, by the OTC pages dds_api_0027, dds_api_0028, dds_api_0029, dds_api_0118, dds_api_0023 and dds_error_code. */
export const dds: ServiceDescription = {
  id: 'dds',
  host: 'dds',
  title: 'Document Database Service',
  catalogue: { type: 'ddsv3', path: '/v3/{project_id}' },
  errors: {
    ...dbsErrors,
    duplicateName: { status: 400, code: 'DBS.201201', message: 'The backup already exists.' },
    instanceMissing: { status: 403, code: 'DBS.201028', message: 'Instance does not exist.' },
    instanceBusy: { status: 403, code: 'DBS.200019', message: 'Not allowed in this status.' },
    instanceNotReady: { status: 403, code: 'DBS.200018', message: 'Instance not available.' },
    backupRunning: { status: 403, code: 'DBS.201015', message: 'Another operation is running.' },
    backupMissing: { status: 400, code: 'DBS.201214', message: 'The backup does not exist.' },
    // The page has no code for a backup that is automated or being made, only this general one.
    backupNotDeletable: { status: 400, code: 'DBS.212003', message: 'Operation not permitted.' },
    noPermission: { status: 403, code: 'DBS.280032', message: 'Permission denied.' },
    tokenExpired: { status: 401, code: 'DBS.280056', message: 'Invalid token.' },
    serverFailure: { status: 500, code: 'DBS.280005', message: 'Server error.' },
  },
  errorBody: dbsErrorBody,
  routes: [
    documentedRoute('create', 'POST /v3/{project_id}/backups', create),
    documentedRoute('list', 'GET /v3/{project_id}/backups', (call) =>
      backupsAnswer(call, { types: ['Auto', 'Manual'], parseTime: parseSpacedTime }, entry),
    ),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, instanceEntry),
    ),
  ],
  instances: [
    seedInstance('a89dab5e39394eccbdb77b19d57b0180in02', 'catalogue', mongo),
    seedInstance('8436a91546294036b75931e879882200in02', 'dds-efa6', mongo),
    seedInstance('d77905385f114217b75ae7d6ab9a7588in02', 'dds-5699', mongo),
  ],
};

function create(call: Call): Answer {
  const fields = requiredObject(bodyFields(call), 'backup');
  const instance = findInstance(call, requiredText(fields, 'instance_id'));
  const [name, description] = [requiredText(fields, 'name'), optionalText(fields, 'description')];
  const rules = { backupId: cloudId('br02'), jobId: uuid(), uniqueNames: true };
  const made = acceptBackup(call, { instance, name, description }, rules);
  return jsonAnswer(200, { job_id: made.jobId, backup_id: made.id });
}

function entry(backup: BackupRecord, call: Call): JsonObject {
  const { status, ended, instance, datastore } = shownBackup(backup, call);
  return {
    id: backup.id,
    name: backup.name,
    instance_id: backup.instanceId,
    instance_name: instance.name,
    datastore,
    type: backup.type === 'manual' ? 'Manual' : 'Auto',
    begin_time: spacedTime(backup.beganAt),
    end_time: ended ? spacedTime(backup.endsAt) : '',
    status: status === 'DELETING' ? 'DISABLED' : status,
    size: ended ? backup.sizeKb : 0,
    description: backup.description ?? '',
  };
}

function job(call: Call): Answer {
  const { id, name, beganAt, endsAt, instance } = findJob(call);
  const { status, percent, ended, failReason } = jobProgress(findJob(call), call.nowMs);
  const times = { created: cloudTime(beganAt, 0), ended: ended ? cloudTime(endsAt, 0) : '' };
  const state = { status, ...times, progress: percent, instance, fail_reason: failReason || null };
  return jsonAnswer(200, { job: { id, name, ...state } });
}

function instanceEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { id, name, status, engine, version } = instance;
  const actions = backupRunning(call.world, instance, call.nowMs) ? ['BACKUP'] : [];
  const nodes = instance.nodes.map((node) => ({ ...node, role: 'Primary' }));
  const groups = [{ type: 'single', nodes }];
  const datastore = { type: engine, version };
  return { id, name, status, mode: 'Single', datastore, groups, actions };
}

function remove(call: Call): Answer {
  deleteBackup(call, call.world.settings.deleteMs);
  return jsonAnswer(200, { job_id: uuid() });
}
