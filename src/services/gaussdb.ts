import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, jobCall, listBackupsCall } from './calls.ts';
import { restore } from './restore/gaussdb.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/gaussdb-opengauss/api-ref/apis_recommended/backup_management/
// https://support.huaweicloud.com/intl/en-us/api-gaussdb/
// Huawei Cloud has newer lists (v3.1, v3.2); OTC knows v3 only, and both have it.

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DELETING: 'DELETING',
} as const;

const errorCodes = {
  'instance-not-found': ['DBS.200408', 'DBS.280022'],
  forbidden: ['DBS.216003', 'DBS.280020'],
  busy: 'DBS.201014 DBS.201015 DBS.216011 DBS.280011 DBS.05000084 DBS.06010001 DBS.06020003'.split(
    ' ',
  ),
  'invalid-name': ['DBS.201210'],
  'backup-locked': ['DBS.201218'],
};

/** GaussDB, also called GaussDB(for openGauss). */
export const gaussdb = {
  id: 'gaussdb',
  aliases: ['gaussdb-opengauss'],
  title: 'GaussDB',
  engineNames: {
    openGauss: ['opengauss', 'gaussdbforopengauss', 'gauss'],
  },
  // On Huawei Cloud the prefix `gaussdb` is TaurusDB's in other regions: never to be guessed.
  hosts: {
    otc: { gaussdb: ['eu-de'] },
    huaweicloud: {
      'gaussdb-opengauss': (
        'cn-north-2 cn-north-4 cn-north-9 cn-east-3 cn-south-1 cn-south-2 cn-south-4 ' +
        'cn-southwest-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 af-south-1 ' +
        'la-north-2 la-south-2 ru-northwest-2 sa-brazil-1'
      ).split(' '),
      gaussdb:
        'cn-east-2 cn-east-4 cn-east-5 cn-north-12 ap-southeast-5 tr-west-1 me-east-1 af-north-1'.split(
          ' ',
        ),
    },
    'huaweicloud-eu': { 'gaussdb-opengauss': ['eu-west-101'] },
  },
  instanceSuffixes: ['in14'],
  instanceExample: '7e01ac5ac5274957ba506f3851d11d51in14',
  engines: {},
  takesDatabases: false,
  namesAreUnique: true,
  needsDescription: false,
  listNeedsInstance: false,
  listing: 'paged',
  errorCodes,
  createBackup: createCall({
    right: 'gaussdb:backup:create',
    answer: createdAnswer({
      id: ['backup', 'id'],
      jobId: ['job_id'],
      status: ['backup', 'status'],
      statusWords,
      beginTime: ['backup', 'begin_time'],
    }),
  }),
  listBackups: listBackupsCall({
    right: 'gaussdb:backup:list',
    answer: pageAnswer({ statusWords, sizeUnit: 'MB' }),
  }),
  deleteBackup: deleteCall({
    right: 'gaussdb:backup:delete',
    // To a delete, and to that alone, the code means that it is gone (Huawei Cloud's Terraform provider).
    errorCodes: { ...errorCodes, 'backup-not-found': ['DBS.200751'] },
  }),
  listInstances: instancesCall({
    right: 'gaussdb:instance:list',
    answer: instancesAnswer({
      ready: 'ACTIVE',
      // FROZEN, REDUCING REPLICATION and REPAIRING are in Huawei Cloud's SDK only.
      stuck: ['FAILED', 'FROZEN', 'STORAGE FULL'],
      busy: (
        'BUILD,MODIFYING,EXPANDING,REBOOTING,UPGRADING,RESTORING,SWITCHOVER,MIGRATING,BACKING UP,' +
        'UPGRADE TO BE OBSERVED,REDUCING REPLICATION,REPAIRING'
      ).split(','),
    }),
  }),
  findJob: jobCall({ right: 'gaussdb:instance:list', answer: jobAnswer() }),
  restore,
} as const satisfies BackupService;
