import {
  groupsOf,
  type InstanceReader,
  nameAndPassword,
  network,
  openSize,
  PLAIN_TAGS,
  readInstance,
  zonesOf,
} from './listed-instance.ts';
import type { FieldValue, RestoreSource, RestoreWay } from './restore-way.ts';

/** The kinds of groups that an instance of each mode has. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  Sharding: ['mongos', 'shard', 'config'],
  ReplicaSet: ['replica'],
  Single: ['single'],
};

const PAGE = 'https://support.huaweicloud.com/intl/en-us/api-dds/dds_api_0038.html';
const DEFAULT_PORT = '8635';

/** https://docs.otc.t-systems.com/…/restoring_data_to_a_new_db_instance.html, RestoreNewInstance. */
export const restore: RestoreWay = {
  console:
    'Service List → Document Database Service → Backup Management → the tab of the instance’s kind → Restore in the backup’s row → Create New Instance → OK',
  findManual: (cloud) =>
    cloud === 'otc'
      ? 'https://docs.otc.t-systems.com/document-database-service/umn/backup_and_restore/restoring_a_replica_set_instance_from_a_backup.html'
      : 'https://support.huaweicloud.com/intl/en-us/usermanual-dds/dds_03_0140.html',
  pages: {
    otc: 'https://docs.otc.t-systems.com/document-database-service/api-ref/apis_v3.0_recommended/backup_and_restoration/restoring_data_to_a_new_db_instance.html',
    huaweicloud: PAGE,
    'huaweicloud-eu': PAGE,
  },
  states: { making: 'creating', ready: ['normal'], failed: ['createfail', 'abnormal'] },
  describe(source) {
    const { cloud, instance, backup, projectId } = source;
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const mode = read.text('mode');
    const kinds = mode === undefined ? undefined : KINDS[mode];
    if (mode !== undefined && kinds === undefined) {
      return `An instance of mode ${mode} is none that the page’s request is known to make.`;
    }
    const zones = zonesOf(groupsOf(read).flatMap((group) => group.list('nodes')));
    const strategy = read.strategy({
      hour: isHuawei ? 'quarter' : 'full',
      days: { least: 0, most: 732 },
      unless: 'Automated backups are on, and kept for 7 days.',
    });
    const ssl = read.text('ssl');
    const ofHuawei = isHuawei ? huaweiFields(read, source) : undefined;
    const fields = {
      ...nameAndPassword(
        read,
        source,
        '8 to 32 characters: capital and small letters, digits and special characters ~!@#%^*-_=+?, all four',
      ),
      ...ofHuawei?.value,
      availability_zone: read.need(zones.length > 0 ? zones.join(',') : undefined, {
        allowed: 'a zone, such as eu-de-01; of an instance in several all, with commas between',
      }),
      ...network(read),
      flavor: kinds?.map((kind) => describeKind(kind, read, isHuawei)) ?? {
        open: read.notShown,
        allowed: isHuawei
          ? 'an entry of type, num, size and spec_code, all texts, for each kind of node: replica or single, num 1; of a cluster mongos without size, shard with the number of shards, config with num 1 and size 20'
          : 'an entry of type, num, size (a text) and spec_code for each kind of node: replica or single, num 1; of a cluster mongos without size, shard without num, config with num 1 and size 20',
        type: 'list' as const,
      },
      disk_encryption_id: read.text('disk_encryption_id'),
      backup_strategy: strategy.value && {
        ...strategy.value,
        keep_days: String(strategy.value.keep_days),
      },
      enterprise_project_id: read.project(),
      ssl_option: ssl === '0' || ssl === '1' ? ssl : undefined,
    };
    const notes = [
      'The list shows no parameter templates: the new instance gets the default ones (unverified).',
      ...(ofHuawei?.notes ?? otcNotes(read)),
      ...replicaNotes(read, isHuawei),
      ...strategy.notes,
      fields.ssl_option === undefined ? 'SSL is on where ssl_option is left out.' : '',
      read.isThere ? '' : 'Left out, the disk is not encrypted (disk_encryption_id).',
      'Public addresses and the maintenance window are set afterwards.',
    ];
    return {
      path: ['v3', projectId, 'instances'],
      fields,
      point: { field: 'restore_point', value: { backup_id: backup.id } },
      notes: notes.filter(Boolean),
    };
  },
};

const otcNotes = (read: InstanceReader) => [
  read.text('port') === DEFAULT_PORT
    ? ''
    : `The port is no field of a restore: it is ${DEFAULT_PORT} (unverified).`,
  read.text('dss_pool_id') === undefined ? '' : 'The dedicated pool is no field of the request.',
  'Tags are no field of the request.',
];

/**
 * Huawei's page has datastore, region and mode, and so has the create call behind the same URL; its SDK's
 * model of a restore has none of the five.
 */
function huaweiFields(read: InstanceReader, { region, backup }: RestoreSource) {
  const port = read.whole('port');
  const isPortTaken =
    port !== undefined && ((port >= 2100 && port <= 9500) || (port >= 27_017 && port <= 27_019));
  const isPortUsual = port === Number(DEFAULT_PORT);
  const tags = read.tags(PLAIN_TAGS);
  return {
    value: {
      datastore: {
        type: read.need(read.text('datastore', 'type') ?? backup.engine?.type, {
          allowed: 'DDS-Community',
          suggestion: 'DDS-Community',
        }),
        version: read.need(read.text('datastore', 'version') ?? backup.engine?.version, {
          allowed: 'the original’s version, such as 4.0',
        }),
        storage_engine: read.need(read.text('engine'), {
          allowed: 'wiredTiger or rocksDB, as the original had it',
        }),
      },
      region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
      mode: read.need(read.text('mode'), { allowed: Object.keys(KINDS).join(', ') }),
      port: isPortTaken && !isPortUsual ? String(port) : undefined,
      dss_pool_id: read.text('dss_pool_id'),
      tags: tags.value,
    },
    notes: [
      'The page has datastore, region and mode, port and tags; the SDK’s model of a restore has none of them, and its model of the create call, at the same address, all: which of them the cloud insists on is unverified.',
      isPortTaken || isPortUsual
        ? ''
        : `The port becomes ${DEFAULT_PORT}: the original’s is not shown, or none that the page takes.`,
      ...tags.notes,
    ],
  };
}

/** One kind of groups, as the request wants it: sizes are texts, and OTC's shards have no number. */
function describeKind(kind: string, read: InstanceReader, isHuawei: boolean): FieldValue {
  const groups = groupsOf(read).filter((group) => group.text('type') === kind);
  const nodes = groups.flatMap((group) => group.list('nodes'));
  const sizes = groups.map((group) => group.whole('volume', 'size') ?? 0);
  const size = kind === 'config' ? 20 : Math.max(0, ...sizes);
  const count = countOf(kind, groups, isHuawei);
  return {
    type: kind,
    num: count !== undefined && isHuawei ? String(count) : count,
    size:
      kind === 'mongos'
        ? undefined
        : size > 0
          ? String(size)
          : openSize(read, 'GB, a multiple of 10, no less than before'),
    spec_code: read.need(readInstance(nodes[0]).text('spec_code'), {
      allowed: `a spec code for ${kind}`,
    }),
  };
}

/** The nodes of a replica set that are no read replicas. */
const membersOf = (group: InstanceReader) =>
  group.list('nodes').filter((node) => readInstance(node).text('role') !== 'Readonly').length;

function countOf(kind: string, groups: readonly InstanceReader[], isHuawei: boolean) {
  const [first] = groups;
  if (kind === 'mongos') return groups.flatMap((group) => group.list('nodes')).length;
  if (kind === 'shard') return isHuawei ? groups.length : undefined;
  if (kind !== 'replica' || !isHuawei || first === undefined) return 1;
  const members = membersOf(first);
  return LARGE_SETS.includes(members) ? members : 1;
}

/** The create call of Huawei Cloud makes them; a restore has 1 for a set of three nodes. */
const LARGE_SETS: readonly number[] = [5, 7];

function replicaNotes(read: InstanceReader, isHuawei: boolean): readonly string[] {
  const [group] = groupsOf(read).filter((one) => one.text('type') === 'replica');
  if (group === undefined) return [];
  const members = membersOf(group);
  const readers = group.list('nodes').length - members;
  return [
    members === 3 || members === 0
      ? ''
      : isHuawei && LARGE_SETS.includes(members)
        ? `The replica set has ${members} nodes: its num is the create call’s; the page of the restore has 1, which makes three (unverified).`
        : `The replica set has ${members} nodes, and the new one three.`,
    readers > 0 ? `Read replicas, ${readers} here, are added afterwards.` : '',
  ];
}
