import { acceptBackup } from '../accept-backup.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { BackupRecord } from '../backup-record.ts';
import { backupsAnswer } from '../backups-answer.ts';
import type { Call } from '../call.ts';
import { cloudId, uuid } from '../cloud-id.ts';
import { cloudTime } from '../cloud-time.ts';
import { dbsErrorBody } from '../dbs-error-body.ts';
import { dbsErrors } from '../dbs-errors.ts';
import { deleteBackup } from '../delete-backup.ts';
import { documentedRoute } from '../documented-route.ts';
import { findInstance } from '../find-instance.ts';
import { findJob } from '../find-job.ts';
import { instanceEntry } from '../instance-entry.ts';
import { instancesAnswer } from '../instances-answer.ts';
import { jobProgress } from '../job-progress.ts';
import type { JsonObject } from '../json-object.ts';
import { requestedBackup } from '../requested-backup.ts';
import { seedInstance } from '../seed-instance.ts';
import type { ServiceDescription } from '../service-description.ts';
import { shownBackup } from '../shown-backup.ts';

const taurus = { name: 'gaussdb-mysql', version: '8.0', ready: 'ACTIVE' };

/** TaurusDB, by the OTC pages gaussdb_06_0003, gaussdb_06_0004, ShowGaussMySqlJobInfo and neighbours. */
export const taurusdb: ServiceDescription = {
  id: 'taurusdb',
  host: 'taurusdb',
  title: 'TaurusDB (GaussDB for MySQL)',
  catalogue: { type: 'gaussdb-mysql', path: '/v3/{project_id}' },
  errors: dbsErrors,
  errorBody: dbsErrorBody,
  routes: [
    documentedRoute('create', 'POST /v3/{project_id}/backups/create', create),
    documentedRoute('list', 'GET /v3/{project_id}/backups', (call) =>
      backupsAnswer(call, { types: ['auto', 'manual'] }, entry),
    ),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, instanceEntry),
    ),
    documentedRoute('instances', 'GET /v3/{project_id}/instances/{instance_id}', show),
  ],
  instances: [
    seedInstance('07033b125fd94a8a96896f8bcfee6ddain07', 'orders', taurus),
    seedInstance('d738399de028480fabb2b8120d4e01a4in07', 'taurusdb-instance01', taurus),
    seedInstance('a48e43ff268f4c0e879652d65e63d0fbin07', 'billing', taurus),
  ],
};

function create(call: Call): Answer {
  const wish = requestedBackup(call);
  const ids = { backupId: cloudId('br07'), jobId: uuid(), jobName: 'CreateMysqlManualBackup' };
  const made = acceptBackup(call, wish, { ...ids, uniqueNames: false });
  const backup = {
    id: made.id,
    name: made.name,
    description: made.description,
    begin_time: cloudTime(made.beganAt, 8),
    status: 'BUILDING',
    type: 'manual',
    instance_id: made.instanceId,
  };
  return jsonAnswer(201, { backup, job_id: made.jobId });
}

function entry(backup: BackupRecord, call: Call): JsonObject {
  const { status, ended, datastore } = shownBackup(backup, call);
  return {
    id: backup.id,
    name: backup.name,
    begin_time: cloudTime(backup.beganAt, 8),
    end_time: ended ? cloudTime(backup.endsAt, 8) : '',
    take_up_time: ended ? Math.ceil((backup.endsAt - backup.beganAt) / 60_000) : 0,
    status,
    type: backup.type,
    size: ended ? Math.round(backup.sizeKb / 1024) : 0,
    datastore,
    instance_id: backup.instanceId,
  };
}

function job(call: Call): Answer {
  const { id, name, beganAt, endsAt, instance } = findJob(call);
  const progress = jobProgress(findJob(call), call.nowMs);
  return jsonAnswer(200, {
    job: {
      id,
      name,
      status: progress.status,
      created: cloudTime(beganAt, 8),
      ended: progress.ended ? cloudTime(endsAt, 8) : '',
      process: progress.percent,
      instance,
      entities: {},
      fail_reason: progress.failReason,
    },
  });
}

function remove(call: Call): Answer {
  const { id, name } = deleteBackup(call, 0);
  return jsonAnswer(200, { backup_id: id, backup_name: name });
}

function show(call: Call): Answer {
  const instance = findInstance(call, call.params['instance_id'] ?? '');
  return jsonAnswer(200, { instance: instanceEntry(instance, call) });
}
