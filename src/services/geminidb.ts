import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { deleteCall, instancesCall, jobCall } from './calls.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/backups_and_restorations/creating_a_manual_backup.html
// https://support.huaweicloud.com/intl/en-us/api-nosql/nosql_api_0032.html
// Created on v3, listed on v4. "Permission denied" comes as 400 and "busy" as 403: the codes decide.

/** The actions of a custom policy: docs/credentials.md has those of identity policies too. */
const rights = {
  create: 'nosql:backup:create',
  list: 'nosql:backup:list',
  instances: 'nosql:instance:list',
  delete: 'nosql:backup:delete',
  job: 'nosql:task:list',
} as const;

const statusWords = { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED' } as const;

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
  sizeUnit: 'KB',
  description: 'description',
});

const job = jobAnswer({
  at: ['jobs', 0],
  status: 'status',
  statusWords: { Running: 'running', Completed: 'completed', Failed: 'failed' },
  percent: 'progress',
  failReason: 'fail_reason',
});

const created = createdAnswer({ id: ['backup_id'], jobId: ['job_id'] });

/** The list takes its types with a capital letter, and no other way. */
const typeFilter = { manual: 'Manual', auto: 'Auto' } as const;

const instances = instancesAnswer({
  ...named,
  list: 'instances',
  totalCount: 'total_count',
  ready: 'normal',
  stuck: ['createfail', 'data_disk_full', 'frozen'],
  busy: ['abnormal', 'creating', 'enlargefail'],
  tasks: 'actions',
  engine: ['datastore', 'type'],
});

/** GeminiDB, also called GaussDB NoSQL. On OTC it backs up Cassandra only. */
export const geminidb = {
  id: 'geminidb',
  aliases: ['gaussdb-nosql'],
  title: 'GeminiDB',
  hosts: {
    otc: { 'gaussdb-nosql': ['eu-de'] },
    huaweicloud: {
      'gaussdb-nosql': (
        'af-south-1 cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 cn-east-2 cn-east-3 ' +
        'cn-east-4 cn-south-1 cn-south-2 cn-south-4 cn-southwest-2 cn-southwest-3 ap-southeast-1 ' +
        'ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 me-east-1 tr-west-1 ' +
        'ru-northwest-2 ru-moscow-1 la-north-2 la-south-2 sa-brazil-1'
      ).split(' '),
    },
    'huaweicloud-eu': { 'gaussdb-nosql': ['eu-west-101'] },
  },
  instanceSuffixes: ['in06'],
  instanceExample: 'a4d8ea2584e047439a667703c0684119in06',
  engines: { otc: ['cassandra'] },
  takesDatabases: false,
  namesAreUnique: true,
  needsDescription: true,
  listNeedsInstance: false,
  listing: 'paged',
  noDeleteIn: ['otc'],
  errorCodes: {
    'instance-not-found': ['DBS.201501', 'DBS.201502', 'DBS.216016', 'DBS.280110'],
    busy: ['DBS.200018', 'DBS.200076', 'DBS.201000', 'DBS.201014', 'DBS.201015', 'DBS.280042'],
  },
  createBackup: ({ projectId, instanceId, name, description }) => ({
    method: 'POST',
    path: ['v3', projectId, 'instances', instanceId, 'backups'],
    body: { name, description },
    right: rights.create,
    answer: created,
    purpose: `create backup ${name} of instance ${instanceId}`,
  }),
  listBackups: ({ projectId, instanceId, backupId, type, offset, limit }) => ({
    method: 'GET',
    path: ['v4', projectId, 'backups'],
    query: {
      instance_id: instanceId,
      backup_id: backupId,
      backup_type: type && typeFilter[type],
      offset,
      limit,
    },
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
