import { backupsAnswer, shownBackup } from '../backup-list.ts';
import type { BackupRecord } from '../backup-record.ts';
import { acceptBackup, cloudId, deleteBackup, requestedBackup, uuid } from '../backups.ts';
import { dbsErrorBody, dbsErrors } from '../errors.ts';
import { findInstance, instanceEntry, instancesAnswer, placedNodes } from '../instance-list.ts';
import { findJob, jobProgress } from '../jobs.ts';
import { deleteInstanceRoute } from '../new-instance.ts';
import { restoreRoute } from '../restore.ts';
import { taurusRestore } from '../restore-pages.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { seedInstance } from '../seed.ts';
import type { SimulatedInstance } from '../state.ts';
import { cloudTime } from '../time.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';

const taurus = {
  ...{ name: 'gaussdb-mysql', version: '8.0', ready: 'ACTIVE', nodes: 2 },
  details: {
    mode: 'Cluster',
    volumeType: 'POOL',
    volumeSizeGb: 100,
    flavor: 'gaussdb.mysql.xlarge.x86.8',
    zones: ['eu-de-01'],
  },
};

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
    documentedRoute('list', 'GET /v3/{project_id}/backups', list),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, taurusEntry),
    ),
    documentedRoute('instances', 'GET /v3/{project_id}/instances/{instance_id}', show),
    restoreRoute(taurusRestore),
    deleteInstanceRoute(200),
  ],
  instances: [
    seedInstance('07033b125fd94a8a96896f8bcfee6ddain07', 'orders', taurus),
    seedInstance('d738399de028480fabb2b8120d4e01a4in07', 'taurusdb-instance01', taurus),
    seedInstance('a48e43ff268f4c0e879652d65e63d0fbin07', 'billing', taurus),
  ],
};

function create(call: Call): Answer {
  const ids = {
    backupId: cloudId(call.state, 'backup', 'br07'),
    jobId: uuid(call.state, 'job'),
    jobName: 'CreateMysqlManualBackup',
  };
  const made = acceptBackup(call, requestedBackup(call), { ...ids, uniqueNames: false });
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

function list(call: Call): Answer {
  // Huawei Cloud's page has filters that OTC's has not.
  const named = {
    name: ({ name }: BackupRecord) => name,
    instance_name: (backup: BackupRecord) => shownBackup(backup, call).instance.name,
  };
  const filters = call.state.settings.cloud === 'huaweicloud' ? named : {};
  return backupsAnswer(call, { types: ['auto', 'manual'], filters }, entry);
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
  const record = findJob(call);
  const { id, name, beganAt, endsAt, instance } = record;
  const progress = jobProgress(record, call.nowMs);
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

/** An instance as the lists of both clouds show it: without nodes. */
function taurusEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { engine: type, version, details } = instance;
  const ofHuawei = { proxy_ips: [], readonly_private_ips: ['192.168.0.228'] };
  return {
    ...instanceEntry(instance, call),
    type: details.mode,
    datastore: { type, version, kernel_version: '2.0.28.7' },
    flavor_info: { vcpus: 4, ram: 32 },
    ...{ enterprise_project_id: 0, time_zone: 'UTC', tags: [] },
    ...(call.state.settings.cloud === 'huaweicloud' ? ofHuawei : {}),
  };
}

/** By the page gaussdb_04_0006: one instance, with its nodes, whose role is called `type`. */
function show(call: Call): Answer {
  const found = findInstance(call, call.params['instance_id'] ?? '');
  const { volume, flavor_ref, flavor_info, private_ips, ...shown } = taurusEntry(found, call);
  const nodes = placedNodes(found).map(({ id, name, role, status, zone, privateIp }) => ({
    ...{
      id,
      name,
      type: role,
      status,
      port: Number(found.details.port),
      private_read_ips: [privateIp],
    },
    volume: { type: found.details.volumeType, used: 0.07 },
    ...{ az_code: zone, region_code: shown['region'], flavor_ref, vcpus: 4, ram: 32, priority: 1 },
  }));
  const [master] = nodes;
  const instance = {
    ...shown,
    ...{ alias: '', project_id: call.params['project_id'], private_write_ips: private_ips },
    ...{ node_count: nodes.length, nodes, az_mode: 'single', master_az_code: master?.az_code },
    ...{ configuration_id: '53570e0de54e40c5a15f331aa5sd2176pr07', proxies: [] },
  };
  return jsonAnswer(200, { instance });
}
