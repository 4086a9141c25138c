import { backupsAnswer, shownBackup } from '../backup-list.ts';
import type { BackupRecord } from '../backup-record.ts';
import { acceptBackup, cloudId, deleteBackup, uuid } from '../backups.ts';
import { dbsErrorBody, dbsErrors } from '../errors.ts';
import { documentEntry, findInstance, instancesAnswer, placedNodes } from '../instance-list.ts';
import { findJob, jobProgress } from '../jobs.ts';
import { deleteInstanceRoute } from '../new-instance.ts';
import { bodyFields, optionalText, requiredObject, requiredText } from '../request-fields.ts';
import { restoreRoute } from '../restore.ts';
import { ddsRestore } from '../restore-pages.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { nodeIdOf, seedInstance } from '../seed.ts';
import type { SimulatedInstance, SimulatedNode } from '../state.ts';
import { cloudTime, parseSpacedTime, spacedTime } from '../time.ts';
import { type Answer, type JsonObject, jsonAnswer } from '../wire.ts';

const mongo = { name: 'DDS-Community', version: '4.0', ready: 'normal' };
const place = { port: '8635', volumeType: 'ULTRAHIGH', volumeSizeGb: 10, zones: ['eu-de-01'] };
const series = 'dds.mongodb.s2.medium.4';
const single = { ...mongo, details: { ...place, mode: 'Single', flavor: `${series}.single` } };
const replicaSet = {
  ...{ ...mongo, nodes: 3 },
  details: { ...place, mode: 'ReplicaSet', flavor: `${series}.repset` },
};
const cluster = { ...mongo, details: { ...place, mode: 'Sharding', flavor: series } };
const clusterId = '9136fd2a9fcd405ea4674276ce36dae8in02';
/** Two mongos, two shards of three nodes, one config group: as the page's example has it. */
const clusterNodes = ['mongos', 'shard_1', 'shard_2', 'config'].flatMap((group, at) => {
  const places = group === 'mongos' ? [0, 1] : [0, 1, 2];
  return places.map((place): SimulatedNode => {
    const role = group === 'mongos' || place === 0 ? 'master' : 'slave';
    return { id: nodeIdOf(clusterId, at * 3 + place), role, status: 'normal', group };
  });
});

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
    documentedRoute('list', 'GET /v3/{project_id}/backups', list),
    documentedRoute('job', 'GET /v3/{project_id}/jobs', job),
    documentedRoute('delete', 'DELETE /v3/{project_id}/backups/{backup_id}', remove),
    documentedRoute('instances', 'GET /v3/{project_id}/instances', (call) =>
      instancesAnswer(call, ddsEntry),
    ),
    restoreRoute(ddsRestore),
    deleteInstanceRoute(),
  ],
  instances: [
    seedInstance('a89dab5e39394eccbdb77b19d57b0180in02', 'catalogue', single),
    seedInstance('8436a91546294036b75931e879882200in02', 'dds-efa6', replicaSet),
    seedInstance('d77905385f114217b75ae7d6ab9a7588in02', 'dds-5699', single),
    { ...seedInstance(clusterId, 'dds-32f4', cluster), nodes: clusterNodes },
  ],
};

function create(call: Call): Answer {
  const fields = requiredObject(bodyFields(call), 'backup');
  const instance = findInstance(call, requiredText(fields, 'instance_id'));
  const [name, description] = [requiredText(fields, 'name'), optionalText(fields, 'description')];
  const rules = {
    backupId: cloudId(call.state, 'backup', 'br02'),
    jobId: uuid(call.state, 'job'),
    uniqueNames: true,
  };
  const made = acceptBackup(call, { instance, name, description }, rules);
  return jsonAnswer(200, { job_id: made.jobId, backup_id: made.id });
}

function list(call: Call): Answer {
  const shown = (backup: BackupRecord) => entry(backup, call);
  const mode = (backup: BackupRecord) => shownBackup(backup, call).instance.details.mode;
  const ofHuawei = {
    backup_name: ({ name }: BackupRecord) => name,
    backup_status: (backup: BackupRecord) => String(shown(backup)['status']),
  };
  const filters = { mode, ...(call.state.settings.cloud === 'huaweicloud' ? ofHuawei : {}) };
  const rules = { types: ['Auto', 'Manual'], parseTime: parseSpacedTime, filters };
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
    // The filter takes a capital letter; the page's example, and Huawei Cloud's SDK, write it small.
    type: backup.type,
    begin_time: spacedTime(backup.beganAt),
    end_time: ended ? spacedTime(backup.endsAt) : '',
    status: status === 'DELETING' ? 'DISABLED' : status,
    size: ended ? backup.sizeKb : 0,
    description: backup.description ?? '',
  };
}

function job(call: Call): Answer {
  const record = findJob(call);
  const { id, name, beganAt, endsAt, instance } = record;
  const { status, percent, ended, failReason } = jobProgress(record, call.nowMs);
  const times = { created: cloudTime(beganAt, 0), ended: ended ? cloudTime(endsAt, 0) : '' };
  const state = { status, ...times, progress: percent, instance, fail_reason: failReason || null };
  return jsonAnswer(200, { job: { id, name, ...state } });
}

/** An instance as OTC's page shows it: numbers are texts there, which Huawei Cloud's example does not do. */
function ddsEntry(instance: SimulatedInstance, call: Call): JsonObject {
  const { port, diskEncryptionId } = instance.details;
  const isHuawei = call.state.settings.cloud === 'huaweicloud';
  const worded = (value: number) => (isHuawei ? value : String(value));
  return {
    ...documentEntry(instance, call),
    ...{ port: worded(Number(port)), engine: 'wiredTiger', ssl: 1, pay_mode: worded(0) },
    groups: groupsOf(instance, worded),
    ...(diskEncryptionId === '' ? {} : { disk_encryption_id: diskEncryptionId }),
    ...(isHuawei ? { enterprise_project_id: '0', remark: '', tags: [] } : {}),
  };
}

const kinds: Readonly<Record<string, string>> = { Single: 'single', ReplicaSet: 'replica' };

/** The nodes by the groups that they are in. */
function groupsOf(instance: SimulatedInstance, worded: (value: number) => number | string) {
  const { mode, volumeSizeGb, flavor } = instance.details;
  const nodes = placedNodes(instance).map((node) => ({
    ...node,
    group: node.group ?? kinds[mode],
  }));
  return [...new Set(nodes.map(({ group }) => group))].map((group) => {
    const type = group?.replace(/_\d+$/, '');
    const spec = mode === 'Sharding' ? `${flavor}.${type}` : flavor;
    const size = type === 'config' ? 20 : volumeSizeGb;
    const own = nodes.filter((node) => node.group === group);
    return {
      type,
      ...(type === 'mongos' ? {} : { volume: { size: worded(size), used: worded(0.33) } }),
      nodes: own.map(({ id, name, role, status, zone, privateIp }, place) => ({
        ...{ id, name, status, role: type === 'mongos' ? role : roleOf(place) },
        ...{ private_ip: privateIp, public_ip: '', spec_code: spec, availability_zone: zone },
      })),
    };
  });
}

const roleOf = (place: number) => ['Primary', 'Hidden', 'Secondary'][place] ?? 'Secondary';

function remove(call: Call): Answer {
  deleteBackup(call, call.state.settings.deleteMs);
  return jsonAnswer(200, { job_id: uuid(call.state, 'job') });
}
