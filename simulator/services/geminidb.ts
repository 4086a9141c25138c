import { backupsAnswer, shownBackup } from '../backup-list.ts';
import type { BackupRecord } from '../backup-record.ts';
import { acceptBackup, cloudId, deleteBackup, uuid } from '../backups.ts';
import { dbsErrorBody, dbsErrors, Refusal } from '../errors.ts';
import { documentEntry, findInstance, instancesAnswer, placedNodes } from '../instance-list.ts';
import { findJob, jobProgress, visibleJobs } from '../jobs.ts';
import { deleteInstanceRoute } from '../new-instance.ts';
import { bodyFields, pageOf, requiredText } from '../request-fields.ts';
import { restoreRoute } from '../restore.ts';
import { geminiRestore } from '../restore-pages.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { seedInstance } from '../seed.ts';
import type { JobRecord, SimulatedInstance } from '../state.ts';
import { cloudTime } from '../time.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';

const details = {
  ...{ port: '8635', volumeType: 'ULTRAHIGH', volumeSizeGb: 100, mode: 'Cluster' },
  ...{ flavor: 'geminidb.cassandra.xlarge.4', zones: ['eu-de-01'] },
};
const cassandra = { name: 'cassandra', version: '3.11', ready: 'normal', nodes: 3, details };
const mongoDb = {
  ...{ ...cassandra, name: 'mongodb', version: '4.0' },
  details: { ...details, mode: 'ReplicaSet', flavor: 'geminidb.mongodb.repset.xlarge.4' },
};

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
    documentedRoute('job', 'GET /v3/{project_id}/jobs', jobs),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, geminiEntry),
    ),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    restoreRoute(geminiRestore),
    deleteInstanceRoute(),
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
  if (!/cassandra/i.test(instance.engine) && call.state.settings.cloud === 'otc') {
    throw new Refusal('engineRefused', instance.engine);
  }
  const ids = {
    backupId: cloudId(call.state, 'backup', 'br06'),
    jobId: uuid(call.state, 'job'),
    jobName: 'BackupInstance',
  };
  const made = acceptBackup(call, { instance, name, description }, { ...ids, uniqueNames: true });
  return jsonAnswer(202, { job_id: made.jobId, backup_id: made.id });
}

function list(call: Call): Answer {
  const { type: kind = 'Instance' } = call.request.query;
  if (!['Instance', 'DatabaseTable'].includes(kind)) throw new Refusal('badRequest', 'type');
  const filters = {
    datastore_type: (backup: BackupRecord) => shownBackup(backup, call).instance.engine,
  };
  const hideInstanceBackups = kind === 'DatabaseTable';
  const rules = { types: ['Auto', 'Manual'], hideInstanceBackups, filters };
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

/** Without an id the page lists what there is, as many as are asked for: 10, 20 or 50. */
function jobs(call: Call): Answer {
  const { id, limit = '50' } = call.request.query;
  if (id !== undefined)
    return jsonAnswer(200, { total_count: 1, jobs: [job(findJob(call), call)] });
  if (!['10', '20', '50'].includes(limit)) throw new Refusal('badRequest', 'limit');
  const all = visibleJobs(call).toReversed();
  const page = pageOf(call, all).entries.slice(0, Number(limit));
  return jsonAnswer(200, { total_count: all.length, jobs: page.map((one) => job(one, call)) });
}

function job(record: JobRecord, { nowMs }: Call): JsonObject {
  const { id, name, beganAt, endsAt, instance } = record;
  const { status, percent, ended, failReason } = jobProgress(record, nowMs);
  const times = { start_time: cloudTime(beganAt, 0), end_time: ended ? cloudTime(endsAt, 0) : '' };
  return { id, name, status, ...times, progress: percent, instance, fail_reason: failReason };
}

/** An instance as OTC's page nosql_05_0016 shows it, and with what Huawei Cloud's shows besides. */
function geminiEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { engine: type, version, details: made } = instance;
  const isHuawei = call.state.settings.cloud === 'huaweicloud';
  const nodes = placedNodes(instance).map(({ id, name, status, zone, privateIp }) => ({
    ...{ id, name, status, subnet_id: made.subnetId, private_ip: privateIp },
    ...{ spec_code: made.flavor, availability_zone: zone },
    ...(isHuawei ? { support_reduce: false } : {}),
  }));
  const { diskEncryptionId } = made;
  const volume = { size: made.volumeSizeGb, used: 0.003 };
  const ofHuawei = { ssl: 1, availability_zone: made.zones.join(',') };
  return {
    ...documentEntry(instance, call),
    datastore: { type, version, whole_version: `${version}.3`, patch_available: false },
    ...{ port: made.port, engine: 'rocksDB', pay_mode: 0, enterprise_project_id: '0' },
    groups: [{ id: groupIdOf(instance.id), status: 'normal', volume, nodes }],
    ...(diskEncryptionId === '' ? {} : { disk_encryption_id: diskEncryptionId }),
    ...(isHuawei ? ofHuawei : {}),
  };
}

const groupIdOf = (instanceId: string) => instanceId.replace(/in06$/, 'gr06');

// OTC's pages have it since 2026-03-12 (doc-exports, DeleteBackup); the published edition is older.
function remove(call: Call): Answer {
  deleteBackup(call, call.state.settings.deleteMs);
  return jsonAnswer(202, { job_id: uuid(call.state, 'job') });
}
