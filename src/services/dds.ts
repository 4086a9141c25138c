import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { deleteCall, instancesCall, jobCall } from './calls.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/document-database-service/api-ref/apis_v3.0_recommended/backup_and_restoration/
// https://support.huaweicloud.com/intl/en-us/api-dds/dds_api_0027.html
// "Busy" and "no such instance" come with 403, and a dead token with 401: the codes decide.

/** The actions of a custom policy: docs/credentials.md has those of identity policies too. */
const rights = {
  create: 'dds:instance:createManualBackup',
  list: 'dds:backup:list',
  instances: 'dds:instance:list',
  delete: 'dds:backup:delete',
  job: 'dds:task:list',
} as const;

/** DISABLED is this service's word for a backup that is being deleted. */
const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DISABLED: 'DELETING',
} as const;

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
  at: ['job'],
  status: 'status',
  statusWords: { Running: 'running', Completed: 'completed', Failed: 'failed' },
  percent: 'progress',
  failReason: 'fail_reason',
});

const created = createdAnswer({ id: ['backup_id'], jobId: ['job_id'] });

/** The list takes its types with a capital letter, though it may answer them without one. */
const typeFilter = { manual: 'Manual', auto: 'Auto' } as const;

const instances = instancesAnswer({
  ...named,
  list: 'instances',
  totalCount: 'total_count',
  ready: 'normal',
  // The last two are names of tasks; OTC lists 40 of them, and each means that the instance is busy.
  stuck: ['createfail', 'data_disk_full', 'frozen', 'FROZEN', 'RESTORE_FAILED_HANGUP'],
  busy: ['abnormal', 'creating', 'enlargefail'],
  tasks: 'actions',
  engine: ['datastore', 'type'],
});

const errorCodes = {
  'instance-not-found': ['DBS.201501', 'DBS.201502', 'DBS.280110'],
  // The last two are what Terraform's providers of both vendors wait on; no page lists them.
  busy: [
    ...['DBS.200018', 'DBS.200076', 'DBS.201000', 'DBS.201014', 'DBS.201015', 'DBS.280042'],
    ...['DBS.00010009', 'DBS.239037'],
  ],
};

/** To a delete, whatever the error table says of them, these mean that it is gone (OTC's Terraform provider). */
const deleteErrorCodes = { 'backup-not-found': ['DBS.201502', 'DBS.201214'], ...errorCodes };

/** Document Database Service: MongoDB-compatible clusters, replica sets and single nodes. */
export const dds = {
  id: 'dds',
  aliases: [],
  title: 'DDS',
  hosts: {
    otc: { dds: ['eu-de', 'eu-nl'] },
    huaweicloud: {
      dds: (
        'af-south-1 af-north-1 ae-ad-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ' +
        'ap-southeast-4 ap-southeast-5 cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 ' +
        'cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-south-1 cn-south-2 cn-south-4 ' +
        'cn-southwest-2 cn-southwest-3 eu-west-0 la-north-2 la-south-2 me-east-1 ' +
        'my-kualalumpur-1 na-mexico-1 ru-moscow-1 ru-northwest-2 sa-brazil-1 tr-west-1'
      ).split(' '),
    },
    'huaweicloud-eu': { dds: ['eu-west-101'] },
  },
  instanceSuffixes: ['in02'],
  instanceExample: 'a89dab5e39394eccbdb77b19d57b0180in02',
  engines: {},
  takesDatabases: false,
  namesAreUnique: true,
  needsDescription: false,
  listNeedsInstance: false,
  listing: 'paged',
  noDeleteIn: [],
  errorCodes,
  createBackup: ({ projectId, instanceId, name, description }) => ({
    method: 'POST',
    path: ['v3', projectId, 'backups'],
    body: { backup: { instance_id: instanceId, name, description } },
    right: rights.create,
    answer: created,
    purpose: `create backup ${name} of instance ${instanceId}`,
  }),
  listBackups: ({ projectId, instanceId, backupId, type, offset, limit }) => ({
    method: 'GET',
    path: ['v3', projectId, 'backups'],
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
  deleteBackup: deleteCall(
    (projectId, id) => ['v3', projectId, 'backups', id],
    rights.delete,
    deleteErrorCodes,
  ),
  listInstances: instancesCall(
    (projectId) => ['v3', projectId, 'instances'],
    instances,
    rights.instances,
  ),
  findJob: jobCall((projectId) => ['v3', projectId, 'jobs'], job, rights.job),
} as const satisfies BackupService;
