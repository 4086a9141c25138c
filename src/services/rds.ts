import { createdAnswer, instancesAnswer, pageAnswer } from './answers.ts';
import { deleteCall, instancesCall } from './calls.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/relational-database-service/api-ref/api_v3_recommended/backup_and_restoration/
// https://support.huaweicloud.com/intl/en-us/api-rds/
// No job id comes back, and the job call does not know backups: the record is all there is.

/** The actions of a custom policy: docs/credentials.md has those of identity policies too. */
const rights = {
  create: 'rds:backup:create',
  list: 'rds:backup:list',
  instances: 'rds:instance:list',
  delete: 'rds:backup:delete',
} as const;

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DELETING: 'DELETING',
} as const;

const created = createdAnswer({
  id: ['backup', 'id'],
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
  sizeUnit: 'KB',
  description: 'description',
});

const instances = instancesAnswer({
  ...named,
  list: 'instances',
  totalCount: 'total_count',
  ready: 'ACTIVE',
  stuck: ['CREATE FAIL', 'FAILED', 'FROZEN', 'SHUTDOWN', 'STORAGE FULL'],
  busy: (
    'BUILD,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,MIGRATING,BACKING UP,' +
    'MODIFYING DATABASE PORT'
  ).split(','),
  engine: ['datastore', 'type'],
  replica: { field: 'type', word: 'Replica' },
});

/** RDS, API version 3: MySQL, PostgreSQL and SQL Server. */
export const rds = {
  id: 'rds',
  aliases: ['rds-v3'],
  title: 'RDS',
  hosts: {
    otc: { rds: ['eu-de', 'eu-nl', 'eu-ch2'] },
    huaweicloud: {
      rds: (
        'af-south-1 af-north-1 ae-ad-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ' +
        'ap-southeast-4 ap-southeast-5 cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 ' +
        'cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-south-1 cn-south-2 cn-south-4 ' +
        'cn-southwest-2 cn-southwest-3 eu-west-0 la-north-2 la-south-2 me-east-1 ' +
        'my-kualalumpur-1 na-mexico-1 ru-moscow-1 ru-northwest-2 sa-brazil-1 tr-west-1'
      ).split(' '),
    },
    'huaweicloud-eu': { rds: ['eu-west-101'] },
  },
  instanceSuffixes: ['in01', 'in03', 'in04'],
  instanceExample: 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
  engines: {},
  takesDatabases: true,
  enginesOfDatabases: {
    otc: ['sqlserver'],
    huaweicloud: ['sqlserver', 'postgresql'],
    'huaweicloud-eu': ['sqlserver', 'postgresql'],
  },
  namesAreUnique: true,
  needsDescription: false,
  listNeedsInstance: true,
  listing: 'paged',
  noDeleteIn: [],
  errorCodes: {
    'instance-not-found': ['DBS.280110'],
    'wrong-state': ['DBS.201014'],
    // What Huawei's Terraform provider waits on with any call of RDS (services/rds/common.go).
    busy: [
      ...['DBS.200018', 'DBS.200076', 'DBS.200080', 'DBS.200452', 'DBS.200611', 'DBS.201015'],
      ...['DBS.201206', 'DBS.212033', 'DBS.280816', 'DBS.01010337', 'DBS.01280030'],
    ],
  },
  createBackup: ({ projectId, instanceId, name, description, databases }) => ({
    method: 'POST',
    path: ['v3', projectId, 'backups'],
    body: {
      instance_id: instanceId,
      name,
      description,
      databases:
        databases.length > 0 ? databases.map((database) => ({ name: database })) : undefined,
    },
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
} as const satisfies BackupService;
