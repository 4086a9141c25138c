import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, jobCall, listBackupsCall } from './calls.ts';
import { restore } from './restore/taurusdb.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/taurusdb/api-ref/apis_recommended/backup_management/
// https://support.huaweicloud.com/intl/en-us/api-taurusdb/
// The same paths behind /mysql are the older ones, filed under "unavailable soon".

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  AVAILABLE: 'COMPLETED',
  FAILED: 'FAILED',
} as const;

/** TaurusDB, also called GaussDB(for MySQL). */
export const taurusdb = {
  id: 'taurusdb',
  aliases: ['gaussdb-mysql'],
  title: 'TaurusDB',
  engineNames: {
    TaurusDB: ['taurus'],
    'GaussDB(for MySQL)': ['gaussdbformysql', 'gaussdbmysql'],
  },
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
    // By the rule of Huawei Cloud's Terraform provider; the pages for the EU name no host.
    'huaweicloud-eu': { gaussdb: ['eu-west-101'] },
  },
  instanceSuffixes: ['in07'],
  instanceExample: '07033b125fd94a8a96896f8bcfee6ddain07',
  engines: {},
  takesDatabases: false,
  namesAreUnique: false,
  needsDescription: false,
  listNeedsInstance: false,
  listing: 'paged',
  // What both vendors' Terraform providers wait on (services/taurusdb/common.go). OTC's table has
  // 201014 for a wrong state, too: whether that passes, the list of instances tells.
  errorCodes: { busy: ['DBS.201014', 'DBS.201015', 'DBS.212033', 'DBS.05000084'] },
  createBackup: createCall({
    path: ({ projectId }) => ['v3', projectId, 'backups', 'create'],
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
  deleteBackup: deleteCall({ right: 'gaussdb:backup:delete' }),
  listInstances: instancesCall({
    right: 'gaussdb:instance:list',
    answer: instancesAnswer({
      ready: 'ACTIVE',
      stuck: ['FAILED', 'FROZEN', 'STORAGE FULL'],
      busy: (
        'BUILD,MODIFYING,REBOOTING,RESTORING,MODIFYING INSTANCE TYPE,SWITCHOVER,MIGRATING,BACKING UP,' +
        'MODIFYING DATABASE PORT'
      ).split(','),
    }),
  }),
  findJob: jobCall({
    right: 'gaussdb:instance:list',
    answer: jobAnswer({
      statusWords: {
        Pending: 'running',
        Running: 'running',
        Completed: 'completed',
        Failed: 'failed',
      },
      percent: 'process',
    }),
  }),
  restore,
} as const satisfies BackupService;
