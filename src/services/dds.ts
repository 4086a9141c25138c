import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, jobCall, listBackupsCall } from './calls.ts';
import { restore } from './restore/dds.ts';
import { type BackupService, HUAWEI_REGIONS } from './service.ts';

// https://docs.otc.t-systems.com/document-database-service/api-ref/apis_v3.0_recommended/backup_and_restoration/
// https://support.huaweicloud.com/intl/en-us/api-dds/dds_api_0027.html
// "Busy" and "no such instance" come with 403, and a dead token with 401: the codes decide.

/** DISABLED is this service's word for a backup that is being deleted. */
const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DISABLED: 'DELETING',
} as const;

const errorCodes = {
  'instance-not-found': ['DBS.201501', 'DBS.201502', 'DBS.280110'],
  // The last two are what Terraform's providers of both vendors wait on; no page lists them.
  busy: [
    ...['DBS.200018', 'DBS.200076', 'DBS.201000', 'DBS.201014', 'DBS.201015', 'DBS.280042'],
    ...['DBS.00010009', 'DBS.239037'],
  ],
};

/** Document Database Service: MongoDB-compatible clusters, replica sets and single nodes. */
export const dds = {
  id: 'dds',
  aliases: [],
  title: 'DDS',
  engineNames: { MongoDB: ['mongodb', 'mongo'] },
  hosts: {
    otc: { dds: ['eu-de', 'eu-nl'] },
    huaweicloud: { dds: HUAWEI_REGIONS },
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
  errorCodes,
  createBackup: createCall({
    body: ({ instanceId, name, description }) => ({
      backup: { instance_id: instanceId, name, description },
    }),
    right: 'dds:instance:createManualBackup',
    answer: createdAnswer({ id: ['backup_id'], jobId: ['job_id'] }),
  }),
  listBackups: listBackupsCall({
    right: 'dds:backup:list',
    answer: pageAnswer({ statusWords, sizeUnit: 'KB' }),
    // It takes its types with a capital letter, though it may answer them without one.
    typeFilter: { manual: 'Manual', auto: 'Auto' },
  }),
  deleteBackup: deleteCall({
    right: 'dds:backup:delete',
    // To a delete, whatever the error table says of them, these mean that it is gone (OTC's Terraform provider).
    errorCodes: { 'backup-not-found': ['DBS.201502', 'DBS.201214'], ...errorCodes },
  }),
  listInstances: instancesCall({
    right: 'dds:instance:list',
    answer: instancesAnswer({
      ready: 'normal',
      // FROZEN and the last one are names of tasks; OTC lists 40 of them, and each means that the instance is busy.
      stuck: ['createfail', 'data_disk_full', 'frozen', 'RESTORE_FAILED_HANGUP'],
      busy: ['abnormal', 'creating', 'enlargefail'],
      tasks: 'actions',
    }),
  }),
  findJob: jobCall({ right: 'dds:task:list', answer: jobAnswer() }),
  restore,
} as const satisfies BackupService;
