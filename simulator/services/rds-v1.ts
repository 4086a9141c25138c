import { shownBackup, visibleBackups } from '../backup-list.ts';
import type { BackupRecord } from '../backup-record.ts';
import { acceptBackup, cloudId, deleteBackup, uuid } from '../backups.ts';
import {
  type DocumentedError,
  dbsErrorBody,
  dbsErrors,
  type ErrorTable,
  Refusal,
} from '../errors.ts';
import { bodyFields, optionalText, requiredText } from '../request-fields.ts';
import { type Call, documentedRoute, type ServiceDescription } from '../route.ts';
import { seedInstance, withMaster } from '../seed.ts';
import type { SimulatedInstance } from '../state.ts';
import { cloudTime } from '../time.ts';
import { type Answer, isJsonObject, type JsonObject, jsonAnswer } from '../wire.ts';

const mySql = { name: 'MySQL', version: '8.0', ready: 'ACTIVE' };
const pageNode = '44b277eb-39be-4921-be31-3d61b43651d7';

/** RDS API v1, by the OTC pages en-us_topic_0037139097, en-us_topic_0034973640 and neighbours. */
export const rdsV1: ServiceDescription = {
  id: 'rds-v1',
  host: 'rds',
  title: 'Relational Database Service (API v1, to be discarded)',
  catalogue: { type: 'rdsv1', path: '/rds/v1' },
  errors: rdsV1Errors(),
  errorBody,
  routes: [
    documentedRoute('create', 'POST /rds/v1/{project_id}/backups', create),
    documentedRoute('list', 'GET /rds/v1/{project_id}/backups', list),
    documentedRoute('delete', 'DELETE /rds/v1/{project_id}/backups/{backup_id}', remove),
    // OTC's Python client: without a Content-Type "even GET and LIST" are answered with 404.
  ].map((route) => ({ ...route, means: ({ headers }) => headers['content-type'] !== undefined })),
  instances: [
    withMaster(seedInstance('c3d1f0e2a4b5463798a1b2c3d4e5f607in01', 'legacy', mySql), pageNode),
    seedInstance('0f1e2d3c4b5a69788796a5b4c3d2e1f0in01', 'legacy-crm', mySql),
  ],
};

function rdsV1Errors(): ErrorTable {
  const parameter = { status: 400, code: 'RDS.2067', message: 'Invalid parameter.' };
  const missing = { status: 404, code: 'RDS.0002', message: 'The DB instance does not exist.' };
  const busy = { status: 409, code: 'RDS.0011', message: 'Another operation is running.' };
  const state = { status: 400, code: 'RDS.3016', message: 'Not allowed in this status.' };
  return {
    ...dbsErrors,
    badRequest: parameter,
    badProjectId: parameter,
    badInstanceId: missing,
    badName: parameter,
    badDescription: parameter,
    duplicateName: { status: 409, code: 'RDS.0031', message: 'The object already exists.' },
    instanceMissing: missing,
    instanceBusy: busy,
    instanceFrozen: state,
    instanceFull: state,
    instanceNotReady: state,
    backupRunning: busy,
    replicaRefused: { status: 409, code: 'RDS.0056', message: 'Instance type not supported.' },
    backupMissing: { status: 404, code: 'RDS.0028', message: 'The object does not exist.' },
    backupNotDeletable: state,
    noPermission: { status: 403, code: 'RDS.0010', message: 'Operation not authorized.' },
    tokenExpired: { status: 401, code: 'APIGW.0307', message: 'The token must be updated.' },
    serverFailure: { status: 500, code: 'RDS.0005', message: 'Server failure.' },
  };
}

function errorBody(error: DocumentedError): JsonObject {
  if (!error.code.startsWith('RDS.')) return dbsErrorBody(error);
  return { errCode: error.code, externalMessage: error.message };
}

function create(call: Call): Answer {
  const fields = bodyFields(call)['backup'];
  if (!isJsonObject(fields)) throw new Refusal('badRequest', 'backup is missing');
  const instance = instanceOfNode(call, requiredText(fields, 'instance'));
  const [name, description] = [requiredText(fields, 'name'), optionalText(fields, 'description')];
  const rules = {
    backupId: uuid(call.state, 'backup'),
    jobId: cloudId(call.state, 'job'),
    uniqueNames: true,
  };
  const made = acceptBackup(call, { instance, name, description }, rules);
  const backup = { ...entry(made, call), status: 'BUILDING' };
  return jsonAnswer(200, { backup, extendparam: { jobs: [made.jobId] } });
}

function instanceOfNode({ state, service }: Call, nodeId: string): SimulatedInstance {
  const found = state.instances.find(
    ({ host, nodes }) =>
      host === service.host && nodes.some(({ id, role }) => id === nodeId && role !== 'slave'),
  );
  if (found === undefined) throw new Refusal('instanceMissing', nodeId);
  return found;
}

function list(call: Call): Answer {
  const manual = visibleBackups(call).filter(({ type }) => type === 'manual');
  return jsonAnswer(200, { backups: manual.map((backup) => entry(backup, call)) });
}

function entry(backup: BackupRecord, call: Call): JsonObject {
  const { status, ended, instance, datastore } = shownBackup(backup, call);
  return {
    id: backup.id,
    name: backup.name,
    description: backup.description ?? '',
    created: cloudTime(backup.beganAt),
    updated: ended ? cloudTime(backup.endsAt) : null,
    size: ended ? backup.sizeKb / 1024 / 1024 : null,
    status,
    backuptype: '1',
    dataStore: { ...datastore, version_id: 'e8a8b8cc-63f8-4fb5-8d4a-24c502317a61' },
    instance_id: instance.nodes.find(({ role }) => role !== 'slave')?.id,
    ...{ locationRef: null, parent_id: null },
  };
}

function remove(call: Call): Answer {
  deleteBackup(call, call.state.settings.deleteMs);
  return jsonAnswer(200, {});
}
