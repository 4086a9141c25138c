import { acceptBackup } from '../accept-backup.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { BackupRecord } from '../backup-record.ts';
import { backupRunning } from '../backup-running.ts';
import { backupsAnswer } from '../backups-answer.ts';
import { bodyFields, requiredText } from '../body-fields.ts';
import type { Call } from '../call.ts';
import { cloudId, uuid } from '../cloud-id.ts';
import { cloudTime } from '../cloud-time.ts';
import { dbsErrorBody } from '../dbs-error-body.ts';
import { dbsErrors } from '../dbs-errors.ts';
import { deleteBackup } from '../delete-backup.ts';
import { documentedRoute } from '../documented-route.ts';
import { findInstance } from '../find-instance.ts';
import { findJob } from '../find-job.ts';
import { instancesAnswer } from '../instances-answer.ts';
import { jobProgress } from '../job-progress.ts';
import type { JsonObject } from '../json-object.ts';
import { Refusal } from '../refusal.ts';
import { seedInstance } from '../seed-instance.ts';
import type { ServiceDescription } from '../service-description.ts';
import { shownBackup } from '../shown-backup.ts';
import type { SimulatedInstance } from '../simulated-instance.ts';

const cassandra = { name: 'cassandra', version: '3.11', ready: 'normal' };
const mongoDb = { ...cassandra, name: 'mongodb' };
/** GeminiDB, by the OTC pages nosql_api_0032, nosql_12_0013, nosql_10_0100, DeleteBackup and neighbours. */
export const geminidb: ServiceDescription = {
  id: 'geminidb',
  host: 'geminidb',
  title: 'GeminiDB (GaussDB NoSQL)',
  catalogue: { type: 'geminidb', path: '/v3/{project_id}' },
  errors: {
    ...dbsErrors,
    duplicateName: { status: 400, code: 'DBS.201201', message: 'The backup already exists.' },
    instanceMissing: { status: 403, code: 'DBS.201028', message: 'Instance does not exist.' },
    instanceBusy: { status: 403, code: 'DBS.200019', message: 'Another operation is running.' },
    instanceNotReady: { status: 403, code: 'DBS.200018', message: 'Not allowed in this status.' },
    backupRunning: { status: 403, code: 'DBS.201014', message: 'Not allowed in this status.' },
    engineRefused: { status: 400, code: 'DBS.212008', message: 'Database type not supported.' },
    backupMissing: { status: 400, code: 'DBS.201214', message: 'The backup does not exist.' },
    noPermission: { status: 400, code: 'DBS.200010', message: 'Authentication failed.' },
  },
  errorBody: dbsErrorBody,
  routes: [
    documentedRoute('create', 'POST /v3/{project_id}/instances/{instance_id}/backups', create),
    documentedRoute('list', 'GET /v4/{project_id}/backups', list),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, instanceEntry),
    ),
    {
      ...documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
      onlyOn: 'huaweicloud',
    },
  ],
  instances: [
    seedInstance('a4d8ea2584e047439a667703c0684119in06', 'sessions', cassandra),
    seedInstance('8436a91546294036b75931e879882200in06', 'telemetry', cassandra),
    seedInstance('1236a91546294036b75931e879882200in06', 'documents', mongoDb),
  ],
};

function create(call: Call): Answer {
  const fields = bodyFields(call);
  const [name, description] = [requiredText(fields, 'name'), requiredText(fields, 'description')];
  if (description === '') throw new Refusal('badDescription', 'description is mandatory');
  const instance = findInstance(call, call.params['instance_id'] ?? '');
  if (!/cassandra/i.test(instance.engine) && call.world.settings.cloud === 'otc') {
    throw new Refusal('engineRefused', instance.engine);
  }
  const ids = { backupId: cloudId('br06'), jobId: uuid(), jobName: 'BackupInstance' };
  const made = acceptBackup(call, { instance, name, description }, { ...ids, uniqueNames: true });
  return jsonAnswer(202, { job_id: made.jobId, backup_id: made.id });
}

function list(call: Call): Answer {
  const { type: kind = 'Instance' } = call.request.query;
  if (!['Instance', 'DatabaseTable'].includes(kind)) throw new Refusal('badRequest', 'type');
  const rules = { types: ['Auto', 'Manual'], hideInstanceBackups: kind === 'DatabaseTable' };
  return backupsAnswer(call, rules, entry);
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
    begin_time: cloudTime(backup.beganAt, 0),
    end_time: ended ? cloudTime(backup.endsAt, 0) : '',
    status,
    size: ended ? backup.sizeKb : 0,
    description: backup.description ?? '',
    database_tables: [],
  };
}

function job(call: Call): Answer {
  const { id, name, beganAt, endsAt, instance } = findJob(call);
  const { status, percent, ended, failReason } = jobProgress(findJob(call), call.nowMs);
  const times = { start_time: cloudTime(beganAt, 0), end_time: ended ? cloudTime(endsAt, 0) : '' };
  const state = { status, ...times, progress: percent, instance, fail_reason: failReason };
  return jsonAnswer(200, { total_count: 1, jobs: [{ id, name, ...state }] });
}

function instanceEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { id, name, status, engine, version } = instance;
  const actions = backupRunning(call.world, instance, call.nowMs) ? ['BACKUP'] : [];
  const groups = [{ nodes: instance.nodes.map((node) => ({ id: node.id, status: node.status })) }];
  return { id, name, status, datastore: { type: engine, version }, groups, actions };
}

// OTC had this page once and has taken it out; Huawei Cloud still has the route.
function remove(call: Call): Answer {
  deleteBackup(call, call.world.settings.deleteMs);
  return jsonAnswer(202, { job_id: uuid() });
}
