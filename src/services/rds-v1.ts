import { createdAnswer, instancesAnswer, pageAnswer } from './answers.ts';
import { deleteCall, describeCreate, describeList, instancesCall, PAGE_SIZE } from './calls.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/relational-database-service/api-ref/api_v1_to_be_discarded/backup_and_restoration/
// "instance" is the id of the primary node here, never the instance's own.

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DELETING: 'DELETING',
} as const;

const path = (projectId: string) => ['rds', 'v1', projectId, 'backups'];

const created = createdAnswer({
  id: ['backup', 'id'],
  jobId: ['extendparam', 'jobs'],
  status: ['backup', 'status'],
  statusWords,
  beginTime: ['backup', 'created'],
});

const page = pageAnswer({
  statusWords,
  type: 'backuptype',
  typeWords: { '0': 'auto', '1': 'manual' },
  beginTime: 'created',
  endTime: 'updated',
  sizeUnit: 'GB',
  engine: 'dataStore',
});

const instances = instancesAnswer({
  ready: 'ACTIVE',
  stuck: ['CREATE FAIL', 'FAILED', 'FROZEN', 'SHUTDOWN', 'STORAGE FULL'],
  busy: (
    'BUILD,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,MIGRATING,BACKING UP,' +
    'MODIFYING DATABASE PORT'
  ).split(','),
  replica: { field: 'type', word: 'Replica' },
  nodes: { list: 'nodes', id: 'id', role: 'role', primary: 'master' },
});

const instanceIdEnding = /in0[134]$/i;

// RDS v3 has the list.
const listInstances = instancesCall({ right: 'rds:instance:list', answer: instances });

/** RDS, API version 1, which its pages call "to be discarded". */
export const rdsV1 = {
  id: 'rds-v1',
  aliases: [],
  title: 'RDS v1',
  hosts: { otc: { rds: ['eu-de', 'eu-nl', 'eu-ch2'] }, huaweicloud: {}, 'huaweicloud-eu': {} },
  instanceSuffixes: ['no01', 'no03', 'no04', 'in01', 'in03', 'in04'],
  instanceExample: '44b277eb-39be-4921-be31-3d61b43651d7',
  engines: {},
  takesDatabases: false,
  namesAreUnique: true,
  needsDescription: false,
  instancesOf: 'rds',
  listNeedsInstance: false,
  listing: 'whole',
  errorCodes: {
    'instance-not-found': ['DBS.280110', 'RDS.0002', 'RDS.0022', 'RDS.1103'],
    forbidden: ['RDS.0010', 'RDS.0015', 'RDS.5045'],
    busy: ['RDS.0011', 'RDS.0056', 'RDS.1002', 'RDS.1100', 'RDS.3002', 'RDS.3004'],
    'wrong-state': ['RDS.3016'],
    'duplicate-name': ['RDS.0031', 'RDS.5044'],
    quota: ['RDS.3003', 'RDS.0030'],
    'backup-not-found': ['RDS.0028'],
  },
  createBackup: (order) => ({
    method: 'POST',
    path: path(order.projectId),
    body: {
      backup: { name: order.name, instance: order.instanceId, description: order.description },
    },
    right: 'rds:backup:create',
    answer: created,
    purpose: describeCreate('node', order),
  }),
  listBackups: (filter) => ({
    method: 'GET',
    path: path(filter.projectId),
    right: 'rds:backup:list',
    answer: page,
    purpose: describeList(filter),
  }),
  deleteBackup: deleteCall({ path, right: 'rds:backup:delete' }),
  // A node's id is no filter there, so all are asked for.
  listInstances: (filter) => {
    const { id = 'in01', limit = PAGE_SIZE } = filter;
    const call = listInstances(filter);
    return instanceIdEnding.test(id)
      ? call
      : { ...call, query: { ...call.query, id: undefined, limit } };
  },
  primaryNode: { applies: (instanceId) => instanceIdEnding.test(instanceId) },
} as const satisfies BackupService;
