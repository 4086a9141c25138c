import { backupsAnswer, shownBackup } from '../backup-list.ts';
import type { BackupRecord } from '../backup-record.ts';
import { acceptBackup, cloudId, deleteBackup, requestedBackup, uuid } from '../backups.ts';
import { dbsErrorBody, dbsErrors } from '../errors.ts';
import { instanceEntry, instancesAnswer, placedNodes } from '../instance-list.ts';
import { findJob, jobProgress } from '../jobs.ts';
import { deleteInstanceRoute } from '../new-instance.ts';
import { restoreRoute } from '../restore.ts';
import { gaussRestore } from '../restore-pages.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { seedInstance } from '../seed.ts';
import type { SimulatedInstance } from '../state.ts';
import { cloudTime } from '../time.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';

const openGauss = {
  ...{ name: 'GaussDB', version: '1.4', ready: 'ACTIVE', nodes: 3 },
  details: {
    port: '8000',
    volumeType: 'ULTRAHIGH',
    volumeSizeGb: 120,
    flavor: 'gaussdb.opengauss.ee.dn.m4.2xlarge.8.in',
    zones: ['eu-de-01'],
  },
};

/** GaussDB, by the OTC pages opengauss_newapi_0023 to 0025, opengauss_newapi_0035, opengauss_api_0018 and 0033. */
export const gaussdb: ServiceDescription = {
  id: 'gaussdb',
  host: 'gaussdb',
  title: 'GaussDB (for openGauss)',
  errors: {
    ...dbsErrors,
    badName: { status: 400, code: 'DBS.201210', message: 'Invalid backup name.' },
    duplicateName: { status: 409, code: 'DBS.201201', message: 'The name already exists.' },
    instanceNotReady: { status: 400, code: 'DBS.06010001', message: 'Invalid instance status.' },
    backupNotDeletable: { status: 400, code: 'DBS.201218', message: 'Only manual backups.' },
  },
  errorBody: dbsErrorBody,
  routes: [
    documentedRoute('create', 'POST /v3/{project_id}/backups', create),
    documentedRoute('list', 'GET /v3/{project_id}/backups', (call) =>
      backupsAnswer(call, { types: ['auto', 'manual'] }, entry),
    ),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, gaussEntry),
    ),
    restoreRoute(gaussRestore),
    deleteInstanceRoute(),
  ],
  instances: [
    seedInstance('7e01ac5ac5274957ba506f3851d11d51in14', 'ledger', openGauss),
    seedInstance('fd26e3bf26e5467587eec857e4f66ef0in14', 'GaussDB-hly-master', openGauss),
    seedInstance('164abc6d35114095bb849d007b19db3bin14', 'GaussDB-hly-ha', openGauss),
  ],
};

function create(call: Call): Answer {
  const jobName = 'BackupSnapshotGaussDBV5InInstance';
  const ids = {
    backupId: cloudId(call.state, 'backup', 'br14'),
    jobId: uuid(call.state, 'job'),
    jobName,
  };
  const made = acceptBackup(call, requestedBackup(call), { ...ids, uniqueNames: true });
  const backup = {
    id: made.id,
    name: made.name,
    description: made.description ?? null,
    status: 'BUILDING',
    type: 'manual',
    begin_time: cloudTime(made.beganAt, 8),
    instance_id: made.instanceId,
  };
  return jsonAnswer(202, { backup, job_id: made.jobId });
}

function entry(backup: BackupRecord, call: Call): JsonObject {
  const { status, ended, datastore } = shownBackup(backup, call);
  return {
    id: backup.id,
    name: backup.name,
    description: backup.description ?? null,
    status,
    size: ended ? backup.sizeKb / 1024 : 0,
    type: backup.type,
    datastore,
    begin_time: cloudTime(backup.beganAt, 8),
    end_time: ended ? cloudTime(backup.endsAt, 8) : '',
    instance_id: backup.instanceId,
  };
}

/** An instance as OTC's page opengauss_api_0033 shows it; Huawei Cloud writes its type small. */
function gaussEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const isHuawei = call.state.settings.cloud === 'huaweicloud';
  const { diskEncryptionId } = instance.details;
  const nodes = placedNodes(instance).map(({ id, name, role, status, zone, privateIp }, at) => ({
    ...{ id, name, role, status, availability_zone: zone },
    ...(at === 0 ? { private_ip: privateIp } : {}),
  }));
  return {
    ...instanceEntry(instance, call),
    type: isHuawei ? 'enterprise' : 'Enterprise',
    ...{ created: '2021-01-15 01:46:40 UTC', updated: '2021-01-15 02:05:03 UTC' },
    ha: { consistency: 'strong', replication_mode: 'sync' },
    ...{ nodes, replica_num: nodes.length, flavor_info: { vcpu: 8, mem: 64 } },
    ...{ switch_strategy: 'Reliability', enterprise_project_id: '0', time_zone: 'UTC+08:00' },
    ...{ instance_mode: 'enterprise', backup_used_space: '37846' },
    ...(diskEncryptionId === '' ? {} : { disk_encryption_id: diskEncryptionId }),
    ...(isHuawei ? { public_ips: [] } : {}),
  };
}

function job(call: Call): Answer {
  const record = findJob(call);
  const { id, name, beganAt, endsAt, instance } = record;
  const { status, percent, ended, failReason } = jobProgress(record, call.nowMs);
  const times = { created: cloudTime(beganAt, 8), ended: ended ? cloudTime(endsAt, 8) : '' };
  const state = { status, ...times, progress: percent, instance, fail_reason: failReason || null };
  return jsonAnswer(200, { job: { id, name, ...state } });
}

function remove(call: Call): Answer {
  deleteBackup(call, call.state.settings.deleteMs);
  return jsonAnswer(202, {});
}
