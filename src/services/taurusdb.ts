import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { deleteCall, instancesCall, jobCall } from './calls.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/taurusdb/api-ref/apis_recommended/backup_management/
// https://support.huaweicloud.com/intl/en-us/api-taurusdb/
// The same paths behind /mysql are the older ones, filed under "unavailable soon".

/** The actions of a custom policy: docs/credentials.md has those of identity policies too. */
const rights = {
  create: 'gaussdb:backup:create',
  list: 'gaussdb:backup:list',
  instances: 'gaussdb:instance:list',
  delete: 'gaussdb:backup:delete',
  job: 'gaussdb:instance:list',
} as const;

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  AVAILABLE: 'COMPLETED',
  FAILED: 'FAILED',
} as const;

const created = createdAnswer({
  id: ['backup', 'id'],
  jobId: ['job_id'],
  status: ['backup', 'status'],
  statusWords,
  beginTime: ['backup', 'begin_time'],
});

const named = { id: 'id', name: 'name', status: 'status' } as const;

const page = pageAnswer({
  list: 'backups',
  totalCount: 'total_count',
  ...named,
  instanceId: 'instance_id',
  statusWords,
  type: 'type',
  beginTime: 'begin_time',
  endTime: 'end_time',
  size: 'size',
  sizeUnit: 'MB',
  description: 'description',
});

const job = jobAnswer({
  at: ['job'],
  status: 'status',
  statusWords: { Pending: 'running', Running: 'running', Completed: 'completed', Failed: 'failed' },
  percent: 'process',
  failReason: 'fail_reason',
});

const instances = instancesAnswer({
  ...named,
  list: 'instances',
  totalCount: 'total_count',
  ready: 'ACTIVE',
  stuck: ['FAILED', 'FROZEN', 'STORAGE FULL'],
  busy: (
    'BUILD,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,MIGRATING,BACKING UP,' +
    'MODIFYING DATABASE PORT'
  ).split(','),
  engine: ['datastore', 'type'],
});

/** TaurusDB, also called GaussDB(for MySQL). */
export const taurusdb = {
  id: 'taurusdb',
  aliases: ['gaussdb-mysql'],
  title: 'TaurusDB',
  hosts: {
    otc: { 'gaussdb-mysql': ['eu-de'] },
    huaweicloud: {
      gaussdb: (
        'cn-north-2 cn-north-4 cn-north-9 cn-east-3 cn-south-1 cn-south-4 cn-southwest-2 ' +
        'ap-southeast-3 ap-southeast-4 ru-northwest-2 sa-brazil-1'
      ).split(' '),
      gaussdbformysql: 'ap-southeast-1 ap-southeast-2 tr-west-1 me-east-1 cn-north-11'.split(' '),
      'gaussdb-mysql': ['af-south-1', 'la-north-2', 'cn-east-5', 'cn-southwest-3'],
    },
    'huaweicloud-eu': {},
  },
  instanceSuffixes: ['in07'],
  instanceExample: '07033b125fd94a8a96896f8bcfee6ddain07',
  engines: {},
  takesDatabases: false,
  namesAreUnique: false,
  needsDescription: false,
  listNeedsInstance: false,
  listing: 'paged',
  noDeleteIn: [],
  // What both vendors' Terraform providers wait on (services/taurusdb/common.go). OTC's table has
  // 201014 for a wrong state, too: whether that passes, the list of instances tells.
  errorCodes: { busy: ['DBS.201014', 'DBS.201015', 'DBS.212033', 'DBS.05000084'] },
  createBackup: ({ projectId, instanceId, name, description }) => ({
    method: 'POST',
    path: ['v3', projectId, 'backups', 'create'],
    body: { instance_id: instanceId, name, description },
    right: rights.create,
    answer: created,
    purpose: `create backup ${name} of instance ${instanceId}`,
  }),
  listBackups: ({ projectId, instanceId, backupId, type, offset, limit }) => ({
    method: 'GET',
    path: ['v3', projectId, 'backups'],
    query: { instance_id: instanceId, backup_id: backupId, backup_type: type, offset, limit },
    right: rights.list,
    answer: page,
    purpose: backupId === undefined ? 'list backups' : `look at backup ${backupId}`,
  }),
  deleteBackup: deleteCall((projectId, id) => ['v3', projectId, 'backups', id], rights.delete),
  listInstances: instancesCall(
    (projectId) => ['v3', projectId, 'instances'],
    instances,
    rights.instances,
  ),
  findJob: jobCall((projectId) => ['v3', projectId, 'jobs'], job, rights.job),
} as const satisfies BackupService;
