import { createdAnswer, instancesAnswer, jobAnswer, pageAnswer } from './answers.ts';
import { createCall, deleteCall, instancesCall, jobCall, listBackupsCall } from './calls.ts';
import {
  groupsOf,
  type InstanceReader,
  nameAndPassword,
  network,
  QUARTER_HOUR,
  readInstance,
  zonesOf,
} from './restore.ts';
import type { BackupService, RestoreWay } from './service.ts';

// https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/backups_and_restorations/creating_a_manual_backup.html
// https://support.huaweicloud.com/intl/en-us/api-nosql/nosql_api_0032.html
// Created on v3, listed on v4. "Permission denied" comes as 400 and "busy" as 403: the codes decide.

const statusWords = { BUILDING: 'BUILDING', COMPLETED: 'COMPLETED', FAILED: 'FAILED' } as const;

const otcTakes = { engines: ['cassandra'], modes: ['Cluster'] };
const huaweiTakes = {
  engines: 'cassandra,mongodb,influxdb,redis,dynamodb,hbase'.split(','),
  modes:
    'Cluster,CloudNativeCluster,ReplicaSet,InfluxdbSingle,EnhancedCluster,RedisCluster,Replication'.split(
      ',',
    ),
};

/** https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/instances/creating_an_instance.html, CreateInstance. */
const restore: RestoreWay = {
  console: 'Service List → GeminiDB → Backup Management → Restore in the backup’s row → OK',
  pages: {
    otc: 'https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/instances/creating_an_instance.html',
    huaweicloud: 'https://support.huaweicloud.com/intl/en-us/api-nosql/nosql_05_0014.html',
    'huaweicloud-eu': 'https://support.huaweicloud.com/intl/en-us/api-nosql/nosql_05_0014.html',
  },
  describe({ cloud, region, instance, backupId, projectId }) {
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const { engines, modes } = isHuawei ? huaweiTakes : otcTakes;
    const engine = read.text('datastore', 'type')?.toLowerCase();
    const shown = isHuawei ? read.text('availability_zone')?.split(',') : undefined;
    const zones = [...new Set(shown ?? zonesOf(nodesOf(read)))];
    const strategy = read.strategy(QUARTER_HOUR);
    const ofHuawei = isHuawei ? huaweiFields(read, engine) : {};
    const body = {
      ...nameAndPassword(
        read,
        '8 to 32 characters: capital and small letters, digits and special characters ~!@#%^*-_=+?, all four',
      ),
      datastore: {
        type: read.need(engine, {
          allowed: engines.join(', '),
          takes: (type) => engines.includes(type),
        }),
        version: read.needText(['datastore', 'version'], 'the original’s version, such as 3.11'),
        storage_engine: read.need(read.text('engine'), {
          allowed: 'rocksDB',
          takes: (name) => name === 'rocksDB',
        }),
      },
      region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
      availability_zone: read.need([1, 3].includes(zones.length) ? zones.join(',') : undefined, {
        allowed: 'one zone, or three with commas between',
      }),
      ...network(read),
      mode: read.need(read.text('mode'), {
        allowed: modes.join(', '),
        takes: (mode) => modes.includes(mode),
      }),
      flavor: [describeNodes(read)],
      backup_strategy: strategy && strategy.keep_days <= 35 ? strategy : undefined,
      enterprise_project_id: read.project(),
      ...ofHuawei,
      restore_info: { backup_id: backupId },
    };
    const notes = [
      'The list shows no parameter template: which one the new instance gets is unverified.',
      'ssl_option' in ofHuawei ? '' : 'SSL is off where ssl_option is left out.',
      body.backup_strategy === undefined ? 'Automated backups are on, and kept for 7 days.' : '',
      isHuawei ? 'The original’s encryption key is used again, and must not be sent.' : '',
      'Tags, public addresses and the maintenance window are set afterwards.',
    ];
    return { path: ['v3', projectId, 'instances'], body, notes: notes.filter(Boolean) };
  },
};

const nodesOf = (read: InstanceReader) =>
  groupsOf(read).flatMap((group) => readInstance(group).list('nodes'));

/** All nodes are alike. Whether the size is one node's or the instance's, no page says: it is as listed. */
function describeNodes(read: InstanceReader) {
  const nodes = nodesOf(read);
  const [size] = groupsOf(read).map((group) => readInstance(group).whole('volume', 'size'));
  const count = nodes.length === 0 ? undefined : nodes.length;
  return {
    num: count ?? {
      hole: read.notShown,
      allowed: 'a number without quotes, no less than the original’s nodes',
    },
    size: size ?? {
      hole: read.notShown,
      allowed: 'GB as a number without quotes, no less than the original had',
    },
    storage: 'ULTRAHIGH',
    spec_code: read.need(readInstance(nodes[0]).text('spec_code'), {
      allowed: 'a spec code that is on sale in the zone',
    }),
  };
}

/** OTC's list does not show whether SSL is on. */
function huaweiFields(read: InstanceReader, engine: string | undefined) {
  const ssl = read.text('ssl');
  return {
    ...(ssl === '0' || ssl === '1' ? { ssl_option: ssl } : {}),
    product_type: read.text('product_type'),
    port: engine === 'redis' ? read.text('port') : undefined,
  };
}

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
  instanceSuffixes: ['in06'],
  instanceExample: 'a4d8ea2584e047439a667703c0684119in06',
  engines: { otc: ['cassandra'] },
  takesDatabases: false,
  namesAreUnique: true,
  needsDescription: true,
  listNeedsInstance: false,
  listing: 'paged',
  noDeleteIn: ['otc'],
  manualLimits: {
    // "Up to 50 backups" by default: whether of an instance or in all, the page leaves open.
    otc: {
      most: 50,
      per: 'unknown',
      page: 'https://docs.otc.t-systems.com/geminidb/umn/working_with_geminidb_cassandra_api/backups_and_restorations/managing_manual_backups.html',
    },
  },
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
  deleteBackup: deleteCall({ right: 'nosql:backup:delete' }),
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
