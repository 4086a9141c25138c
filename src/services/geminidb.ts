import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, jobCall, listBackupsCall } from './calls.ts';
import { restore } from './restore/geminidb.ts';
import type { BackupService } from './service.ts';

// https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/backups_and_restorations/creating_a_manual_backup.html
// https://support.huaweicloud.com/intl/en-us/api-nosql/nosql_api_0032.html
// Created on v3, listed on v4. "Permission denied" comes as 400 and "busy" as 403: the codes decide.

const statusWords = { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED' } as const;

/** GeminiDB, also called GaussDB NoSQL. On OTC it backs up Cassandra only. */
export const geminidb = {
  id: 'geminidb',
  aliases: ['gaussdb-nosql'],
  title: 'GeminiDB',
  engineNames: {
    Cassandra: ['cassandra', 'geminidbcassandra'],
    'Redis, as far as it is GeminiDB’s,': ['redis', 'geminidbredis'],
    'InfluxDB, as far as it is GeminiDB’s,': ['influxdb', 'influx', 'geminidbinflux'],
    'GeminiDB Mongo': ['geminidbmongo'],
    'GaussDB(for NoSQL)': ['gaussdbfornosql', 'nosql'],
  },
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
  instanceSuffixes: ['in06', 'in10', 'in12', 'in13'],
  instanceExample: 'a4d8ea2584e047439a667703c0684119in06',
  engines: { otc: ['cassandra'] },
  takesDatabases: false,
  namesAreUnique: true,
  needsDescription: true,
  listNeedsInstance: false,
  listing: 'paged',
  errorCodes: {
    'instance-not-found': ['DBS.201501', 'DBS.201502', 'DBS.216016', 'DBS.280110'],
    'unsupported-engine': ['DBS.212008'],
    busy: ['DBS.200018', 'DBS.200076', 'DBS.201000', 'DBS.201014', 'DBS.201015', 'DBS.280042'],
  },
  createBackup: createCall({
    path: ({ projectId, instanceId }) => ['v3', projectId, 'instances', instanceId, 'backups'],
    body: ({ name, description }) => ({ name, description }),
    right: 'nosql:backup:create',
    answer: createdAnswer({ id: ['backup_id'], jobId: ['job_id'] }),
  }),
  listBackups: listBackupsCall({
    path: (projectId) => ['v4', projectId, 'backups'],
    right: 'nosql:backup:list',
    answer: pageAnswer({ statusWords, sizeUnit: 'KB' }),
    // It takes its types with a capital letter, and no other way.
    typeFilter: { manual: 'Manual', auto: 'Auto' },
  }),
  deleteBackup: deleteCall({
    right: 'nosql:backup:delete',
    hints: {
      routing:
        'OTC documents this call since March 2026, and not every region has it yet: delete the backup in the console.',
    },
  }),
  listInstances: instancesCall({
    right: 'nosql:instance:list',
    answer: instancesAnswer({
      ready: 'normal',
      stuck: ['createfail', 'data_disk_full', 'frozen'],
      busy: ['abnormal', 'creating', 'enlargefail'],
      tasks: 'actions',
    }),
  }),
  findJob: jobCall({ right: 'nosql:task:list', answer: jobAnswer({ at: ['jobs', 0] }) }),
  restore,
} as const satisfies BackupService;
