import { createdAnswer, instancesAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, listBackupsCall } from './calls.ts';
import { isWord } from './fields.ts';
import { restore } from './restore/rds.ts';
import { type BackupService, HUAWEI_REGIONS } from './service.ts';

// https://docs.otc.t-systems.com/relational-database-service/api-ref/api_v3_recommended/backup_and_restoration/
// https://support.huaweicloud.com/intl/en-us/api-rds/
// No job id comes back, and the job call does not know backups: the record is all there is.

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DELETING: 'DELETING',
} as const;

const WHOLE_INSTANCES_ONLY =
  'RDS backs up single databases of SQL Server only, and on Huawei Cloud of PostgreSQL: leave databases out, and the whole instance is backed up.';

/** RDS, API version 3: MySQL, PostgreSQL and SQL Server. */
export const rds = {
  id: 'rds',
  aliases: ['rds-v3'],
  title: 'RDS',
  engineNames: {
    MySQL: ['mysql'],
    PostgreSQL: ['postgresql', 'postgres', 'pg'],
    'SQL Server': ['sqlserver', 'mssql', 'microsoftsqlserver'],
    MariaDB: ['mariadb'],
  },
  hosts: {
    otc: { rds: ['eu-de', 'eu-nl', 'eu-ch2'] },
    huaweicloud: { rds: HUAWEI_REGIONS },
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
  errorCodes: {
    'instance-not-found': ['DBS.280110'],
    'wrong-state': ['DBS.201014'],
    'read-replica': ['DBS.212003'],
    'unsupported-engine': ['DBS.201207'],
    // What Huawei's Terraform provider waits on with any call of RDS (services/rds/common.go).
    busy: [
      ...['DBS.200018', 'DBS.200076', 'DBS.200080', 'DBS.200452', 'DBS.200611', 'DBS.201015'],
      ...['DBS.201206', 'DBS.212033', 'DBS.280816', 'DBS.01010337', 'DBS.01280030'],
    ],
  },
  createBackup: createCall({
    body: ({ instanceId, name, description, databases }) => ({
      instance_id: instanceId,
      name,
      description,
      databases:
        databases.length > 0 ? databases.map((database) => ({ name: database })) : undefined,
    }),
    right: 'rds:backup:create',
    hints: ({ databases }) =>
      databases.length > 0 ? { 'unsupported-engine': WHOLE_INSTANCES_ONLY } : undefined,
    answer: createdAnswer({
      id: ['backup', 'id'],
      status: ['backup', 'status'],
      statusWords,
      beginTime: ['backup', 'begin_time'],
    }),
  }),
  listBackups: listBackupsCall({
    right: 'rds:backup:list',
    answer: pageAnswer({
      statusWords,
      sizeUnit: 'KB',
      leastVolume: 'min_data_volume_capacity_for_restore',
    }),
  }),
  deleteBackup: deleteCall({ right: 'rds:backup:delete' }),
  listInstances: instancesCall({
    right: 'rds:instance:list',
    answer: instancesAnswer({
      ready: 'ACTIVE',
      stuck: ['CREATE FAIL', 'FAILED', 'FROZEN', 'SHUTDOWN', 'STORAGE FULL'],
      busy: (
        'BUILD,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,MIGRATING,BACKING UP,' +
        'MODIFYING DATABASE PORT'
      ).split(','),
      replica: { field: 'type', word: 'Replica' },
    }),
  }),
  isBackingUp: ({ state }) => isWord(state, 'BACKING UP'),
  restore,
} as const satisfies BackupService;
