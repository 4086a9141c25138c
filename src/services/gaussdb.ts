import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, jobCall, listBackupsCall } from './calls.ts';
import { nameAndPassword, network, readInstance, zonesOf } from './restore.ts';
import type { BackupService, RestoreWay } from './service.ts';

// https://docs.otc.t-systems.com/gaussdb-opengauss/api-ref/apis_recommended/backup_management/
// https://support.huaweicloud.com/intl/en-us/api-gaussdb/
// Huawei Cloud has newer lists (v3.1, v3.2); OTC knows v3 only, and both have it.

const statusWords = {
  BUILDING: 'BUILDING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  DELETING: 'DELETING',
} as const;

/** Three zones, or one three times; of two nobody can tell which one counts twice. */
const spread = ([first, ...others]: readonly string[]) =>
  first === undefined || others.length === 1 || others.length > 2
    ? undefined
    : [first, others[0] ?? first, others[1] ?? first].join(',');

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, CreateRestoreInstance. */
const restore: RestoreWay = {
  console:
    'Service List → GaussDB → Backups → Restore in the backup’s row → OK → the new instance’s settings → Next',
  pages: {
    otc: 'https://docs.otc.t-systems.com/gaussdb-opengauss/api-ref/apis_recommended/backup_management/restoring_data_to_a_new_db_instance.html',
    huaweicloud: 'https://support.huaweicloud.com/intl/en-us/api-gaussdb/gaussdb_api_074.html',
    'huaweicloud-eu': 'https://support.huaweicloud.com/intl/en-us/api-gaussdb/gaussdb_api_074.html',
  },
  describe({ cloud, instance, instanceId, backupId, projectId }) {
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const types = isHuawei ? ['ULTRAHIGH', 'ESSD'] : ['ULTRAHIGH'];
    const zones = zonesOf(read.list('nodes'));
    const port = read.text('port');
    const key = read.text('disk_encryption_id');
    const allowed = 'three zones with commas between: three different ones, or one three times';
    const body = {
      ...nameAndPassword(
        read,
        '8 to 32 characters, three of: capital and small letters, digits, special characters ~!@#%^*-_=+?,',
      ),
      availability_zone:
        zones.length === 2
          ? { hole: `The instance’s nodes are in two zones, ${zones.join(' and ')}.`, allowed }
          : read.need(spread(zones), { allowed }),
      flavor_ref: read.needText(['flavor_ref'], 'a spec code, no smaller than the original’s'),
      volume: {
        type: read.need(read.text('volume', 'type'), {
          allowed: types.join(', '),
          takes: (type) => types.includes(type),
        }),
        size: read.needWhole(
          ['volume', 'size'],
          'GB as a number without quotes: a multiple of 40 for each shard, no less than the original had',
        ),
      },
      ...network(read),
      // The page refuses the default where it is written out.
      port: port === '8000' ? undefined : port,
      time_zone: read.text('time_zone'),
      disk_encryption_id: isHuawei ? key : undefined,
      enterprise_project_id: isHuawei ? read.project() : undefined,
      restore_point: {
        instance_id: instanceId,
        backup_id: backupId,
        type: isHuawei ? undefined : 'backup',
      },
    };
    const notes = [
      'The list shows no parameter template: the new instance gets the default one.',
      'Automated backups are kept for the default time, 7 days.',
      'The layout of nodes is the original’s. The original must not be Abnormal or Storage full.',
      key !== undefined && !isHuawei
        ? 'The original’s disk is encrypted; the page has no field for that (unverified what follows).'
        : '',
      !read.isThere && isHuawei ? 'Left out, the disk is not encrypted (disk_encryption_id).' : '',
      'Public addresses, the maintenance window and tags are set afterwards.',
    ];
    return { path: ['v3', projectId, 'instances'], body, notes: notes.filter(Boolean) };
  },
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
  noDeleteIn: [],
  errorCodes: {
    'instance-not-found': ['DBS.200408', 'DBS.280022'],
    forbidden: ['DBS.216003', 'DBS.280020'],
    busy: 'DBS.201014 DBS.201015 DBS.216011 DBS.280011 DBS.05000084 DBS.06010001 DBS.06020003'.split(
      ' ',
    ),
    'invalid-name': ['DBS.201210'],
    'backup-locked': ['DBS.201218'],
  },
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
  deleteBackup: deleteCall({ right: 'gaussdb:backup:delete' }),
  listInstances: instancesCall({
    right: 'gaussdb:instance:list',
    answer: instancesAnswer({
      ready: 'ACTIVE',
      // FROZEN and REDUCING REPLICATION are in Huawei Cloud's SDK only.
      stuck: ['FAILED', 'FROZEN', 'STORAGE FULL'],
      busy: (
        'BUILD,MODIFYING,EXPANDING,REBOOTING,UPGRADING,RESTORING,SWITCHOVER,MIGRATING,BACKING UP,' +
        'UPGRADE TO BE OBSERVED,REDUCING REPLICATION'
      ).split(','),
    }),
  }),
  findJob: jobCall({ right: 'gaussdb:instance:list', answer: jobAnswer() }),
  restore,
} as const satisfies BackupService;
