import { backupsAnswer, shownBackup } from '../backup-list.ts';
import type { BackupRecord } from '../backup-record.ts';
import { acceptBackup, cloudId, deleteBackup, requestedBackup } from '../backups.ts';
import { dbsErrorBody, dbsErrors, Refusal } from '../errors.ts';
import { instanceEntry, instancesAnswer, placedNodes } from '../instance-list.ts';
import { findJob, jobProgress } from '../jobs.ts';
import { deleteInstanceRoute, INSTANCE_JOB } from '../new-instance.ts';
import { bodyFields, requiredText } from '../request-fields.ts';
import { restoreRoute } from '../restore.ts';
import { rdsRestore } from '../restore-pages.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { seedInstance } from '../seed.ts';
import type { SimulatedInstance } from '../state.ts';
import { cloudTime } from '../time.ts';
import { type Answer, isJsonObject, type JsonObject, jsonAnswer } from '../wire.ts';

const mySql = { name: 'MySQL', version: '8.0', ready: 'ACTIVE' };
const postgreSql = {
  ...{ name: 'PostgreSQL', version: '16', ready: 'ACTIVE' },
  details: { port: '5432', flavor: 'rds.pg.n1.large', volumeType: 'CLOUDSSD', volumeSizeGb: 40 },
};
const sqlServer = {
  ...{ name: 'SQLServer', version: '2022_SE', ready: 'ACTIVE' },
  details: { port: '1433', flavor: 'rds.mssql.2022.se.s3.xlarge.2' },
};

/** RDS API v3, by the OTC pages rds_09_0004, rds_09_0005, rds_01_0004 and neighbours. */
export const rds: ServiceDescription = {
  id: 'rds',
  host: 'rds',
  title: 'Relational Database Service (API v3)',
  catalogue: { type: 'rdsv3', path: '/v3/{project_id}' },
  errors: dbsErrors,
  errorBody: dbsErrorBody,
  routes: [
    documentedRoute('create', 'POST /v3/{project_id}/backups', create),
    documentedRoute('list', 'GET /v3/{project_id}/backups', list),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, rdsEntry),
    ),
    restoreRoute(rdsRestore),
    deleteInstanceRoute(),
  ],
  instances: [
    {
      ...seedInstance('d8e6ca5a624745bcb546a227aa3ae1cfin01', 'shop', mySql),
      nodes: [
        { id: '06f1c2ad57604ae89e153e4d27f4e4b8no01', role: 'master', status: 'ACTIVE' },
        { id: '1d8a0e3f6a6c4b0d9b8e2c7f5a4d3e21no01', role: 'slave', status: 'ACTIVE' },
      ],
    },
    seedInstance('ed7cc6166ec24360a5ed5c5c9c2ed726in01', 'mysql-0820-022709-01', mySql),
    seedInstance('a48e43ff268f4c0e879652d65e63d0fbin03', 'reports', postgreSql),
    seedInstance('dba5dd3f0ee2462aa4f9ad3a7cd70ef3in04', 'accounts', sqlServer),
    {
      ...seedInstance('5f2b8f0c3d7e4a6b9c1d0e8f7a6b5c4din01', 'shop-replica', mySql),
      nodes: [
        { id: '7c6b5a4938271605f4e3d2c1b0a99887no01', role: 'readreplica', status: 'ACTIVE' },
      ],
      replica: true,
    },
  ],
};

function create(call: Call): Answer {
  const requested = requestedBackup(call);
  const databases = databaseNames(call, requested.instance);
  const backupId = cloudId(call.state, 'backup', `br${requested.instance.id.slice(-2)}`);
  const made = acceptBackup(call, { ...requested, databases }, { backupId, uniqueNames: true });
  const backup = {
    id: made.id,
    name: made.name,
    description: made.description,
    begin_time: cloudTime(made.beganAt),
    status: 'BUILDING',
    type: 'manual',
    instance_id: made.instanceId,
    ...named(databases),
  };
  return jsonAnswer(200, { backup });
}

/** The `databases` of a partial RDS backup (rds_09_0004: Microsoft SQL Server only on OTC). */
function databaseNames(call: Call, instance: SimulatedInstance): readonly string[] {
  const { databases } = bodyFields(call);
  if (databases === undefined) return [];
  if (!Array.isArray(databases)) throw new Refusal('badRequest', 'databases must be an array');
  const engines = call.state.settings.postgresqlPartialBackups
    ? ['SQLServer', 'PostgreSQL']
    : ['SQLServer'];
  if (!engines.includes(instance.engine)) throw new Refusal('engineRefused', 'databases');
  return databases.map((entry: unknown) => {
    if (!isJsonObject(entry)) throw new Refusal('badRequest', 'databases holds no object');
    return requiredText(entry, 'name');
  });
}

function named(databases: readonly string[]): JsonObject {
  return databases.length === 0 ? {} : { databases: databases.map((name) => ({ name })) };
}

function list(call: Call): Answer {
  const types = ['auto', 'manual', 'fragment', 'incremental'];
  const { settings } = call.state;
  const wanted = call.request.query['status'];
  // Huawei Cloud's page has it, for SQL Server only.
  const status = (backup: BackupRecord) => {
    const shown = shownBackup(backup, call);
    return shown.instance.engine === 'SQLServer' ? shown.status : wanted;
  };
  const filters = settings.cloud === 'huaweicloud' ? { status } : {};
  return backupsAnswer(call, { types, instanceIdRequired: true, filters }, entry);
}

/** An instance as OTC's page rds_01_0004 shows it, and with what Huawei Cloud's shows besides. */
function rdsEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { engine, nodes, replica, details } = instance;
  const isHa = nodes.length > 1;
  const { charge_info, ...shared } = instanceEntry(instance, call);
  const shown = placedNodes(instance).map(({ zone, group: _, privateIp: __, ...node }) => ({
    ...node,
    availability_zone: zone,
  }));
  const ofCloud =
    call.state.settings.cloud === 'huaweicloud'
      ? { charge_info, enterprise_project_id: '0', read_only_by_user: false, time_zone: 'UTC' }
      : { private_dns_names: [], time_zone: '', ...(engine === 'SQLServer' ? { collation } : {}) };
  return {
    ...shared,
    type: replica === true ? 'Replica' : isHa ? 'Ha' : 'Single',
    ...(isHa ? { ha: { replication_mode: engine === 'SQLServer' ? 'sync' : 'async' } } : {}),
    nodes: shown,
    ...{ tags: [], public_ips: [], public_dns_names: [], related_instance: [] },
    ...{ enable_ssl: false, switch_strategy: '', disk_encryption_id: details.diskEncryptionId },
    ...ofCloud,
  };
}

const collation = 'SQL_Latin1_General_CP1_CI_AS';

function entry(backup: BackupRecord, call: Call): JsonObject {
  const { status, ended, datastore, instance } = shownBackup(backup, call);
  return {
    id: backup.id,
    name: backup.name,
    type: backup.type,
    size: ended ? backup.sizeKb : 0,
    status,
    begin_time: cloudTime(backup.beganAt, 8),
    ...(ended ? { end_time: cloudTime(backup.endsAt, 8) } : {}),
    datastore,
    instance_id: backup.instanceId,
    ...(call.state.settings.cloud === 'huaweicloud'
      ? { min_data_volume_capacity_for_restore: instance.details.volumeSizeGb }
      : {}),
    ...named(backup.databases),
  };
}

// Backups are not among the tasks of the RDS job page, on either cloud; new instances are.
function job(call: Call): Answer {
  const record = findJob(call);
  if (record.name !== INSTANCE_JOB) throw new Refusal('jobMissing', record.id);
  const { id, name, beganAt, endsAt, instance } = record;
  const { status, percent, ended, failReason } = jobProgress(record, call.nowMs);
  const times = { created: cloudTime(beganAt, 0), ended: ended ? cloudTime(endsAt, 0) : '' };
  const shown = { id, name, status, ...times, process: percent, instance, entities: {} };
  return jsonAnswer(200, { job: { ...shown, fail_reason: failReason } });
}

function remove(call: Call): Answer {
  deleteBackup(call, call.state.settings.deleteMs);
  return { status: 200, headers: {}, body: '' };
}
