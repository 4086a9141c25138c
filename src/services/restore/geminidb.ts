import {
  groupsOf,
  type InstanceReader,
  nameAndPassword,
  network,
  openSize,
  readInstance,
  zonesOf,
} from './listed-instance.ts';
import type { FieldValue, OpenField, RestoreSource, RestoreWay } from './restore-way.ts';

const OTC = { engines: ['cassandra'], modes: ['Cluster'] };
const HUAWEI = {
  engines: 'cassandra,mongodb,influxdb,redis,dynamodb,hbase'.split(','),
  modes:
    'Cluster,CloudNativeCluster,ReplicaSet,InfluxdbSingle,EnhancedCluster,RedisCluster,Replication'.split(
      ',',
    ),
};

/** Their version is an empty text, in the list and in the request. */
const WITHOUT_VERSION: readonly (string | undefined)[] = ['dynamodb', 'hbase'];

const PAGE = 'https://support.huaweicloud.com/intl/en-us/api-nosql/nosql_05_0014.html';

/** https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/instances/creating_an_instance.html, CreateInstance. */
export const restore: RestoreWay = {
  console: 'Service List → GeminiDB → Backup Management → Restore in the backup’s row → OK',
  findManual: (cloud) =>
    cloud === 'otc'
      ? 'https://docs.otc.t-systems.com/geminidb/umn/working_with_geminidb_cassandra_api/backups_and_restorations/restoring_a_backup_to_a_new_instance.html'
      : 'https://support.huaweicloud.com/intl/en-us/cassandraug-nosql/nosql_03_0009.html',
  pages: {
    otc: 'https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/instances/creating_an_instance.html',
    huaweicloud: PAGE,
    'huaweicloud-eu': PAGE,
  },
  states: { making: 'creating', ready: ['normal'], failed: ['createfail', 'abnormal'] },
  describe(source) {
    const { cloud, region, instance, backup, projectId } = source;
    const read = readInstance(instance);
    const isHuawei = cloud !== 'otc';
    const { engines, modes } = isHuawei ? HUAWEI : OTC;
    const shownEngine = read.text('datastore', 'type') ?? backup.engine?.type;
    const engine = shownEngine?.toLowerCase();
    const strategy = read.strategy({
      hour: 'quarter',
      days: { least: 0, most: 35 },
      unless: 'Automated backups are on, and kept for 7 days.',
    });
    const place = describeZones(read, isHuawei, engine);
    const ofHuawei = isHuawei ? huaweiFields(read, engine) : {};
    const fields = {
      ...nameAndPassword(
        read,
        source,
        '8 to 32 characters: capital and small letters, digits and special characters ~!@#%^*-_=+?, all four',
      ),
      datastore: {
        type: read.need(engine, {
          allowed: engines.join(', '),
          takes: (type) => engines.includes(type),
        }),
        version: describeVersion(read, isHuawei ? engine : undefined, source),
        storage_engine: read.need(read.text('engine') ?? 'rocksDB', {
          allowed: 'rocksDB',
          takes: (name) => name === 'rocksDB',
        }),
      },
      region: read.need(read.text('region') ?? region, { allowed: 'the region’s id' }),
      ...place,
      ...network(read),
      mode: read.need(read.text('mode'), {
        allowed: modes.join(', '),
        takes: (mode) => modes.includes(mode),
      }),
      flavor: [describeNodes(read)],
      backup_strategy: strategy.value && { ...strategy.value },
      enterprise_project_id: read.project(),
      ...ofHuawei,
    };
    const pool = read.text('dedicated_resource_id');
    const notes = [
      'availability_zone_detail' in place
        ? 'The list does not say which of the two zones is the primary one: the first is taken.'
        : '',
      isHuawei || pool === undefined ? '' : 'The dedicated pool is no field of OTC’s request.',
      'The list shows no parameter template: which one the new instance gets is unverified.',
      'ssl_option' in ofHuawei ? '' : 'SSL is off where ssl_option is left out.',
      ...strategy.notes,
      isHuawei ? 'The original’s encryption key is used again, and must not be sent.' : '',
      'Tags, public addresses and the maintenance window are set afterwards.',
    ];
    return {
      path: ['v3', projectId, 'instances'],
      fields,
      point: { field: 'restore_info', value: { backup_id: backup.id } },
      notes: notes.filter(Boolean),
    };
  },
};

function describeVersion(
  read: InstanceReader,
  engine: string | undefined,
  { backup }: RestoreSource,
): string | OpenField {
  if (WITHOUT_VERSION.includes(engine)) return '';
  return read.need(read.text('datastore', 'version') ?? backup.engine?.version, {
    allowed: 'the original’s version, such as 3.11; of DynamoDB and HBase nothing between quotes',
  });
}

/** Redis may stand in two zones, of which the list does not say which one is the primary one. */
function describeZones(read: InstanceReader, isHuawei: boolean, engine: string | undefined) {
  const shown = isHuawei ? read.text('availability_zone')?.split(',') : undefined;
  const nodes = groupsOf(read).flatMap((group) => group.list('nodes'));
  const zones = [...new Set(shown ?? zonesOf(nodes))];
  const [primary, secondary] = zones;
  if (isHuawei && engine === 'redis' && zones.length === 2) {
    return {
      availability_zone: zones.join(','),
      availability_zone_detail: {
        primary_availability_zone: primary,
        secondary_availability_zone: secondary,
      },
    };
  }
  return {
    availability_zone: read.need([1, 3].includes(zones.length) ? zones.join(',') : undefined, {
      allowed: 'one zone, or three with commas between',
    }),
  };
}

/** Nodes are alike, and counted in the first group, as Huawei's Terraform provider does; all are texts. */
function describeNodes(read: InstanceReader): FieldValue {
  const [group] = groupsOf(read);
  const nodes = group?.list('nodes') ?? [];
  const size = group?.whole('volume', 'size');
  return {
    num:
      nodes.length > 0
        ? String(nodes.length)
        : openSize(read, 'a number, no less than the original’s nodes'),
    size: size === undefined ? openSize(read, 'GB, no less than the original had') : String(size),
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
    dedicated_resource_id: read.text('dedicated_resource_id'),
    port: engine === 'redis' ? read.text('port') : undefined,
  };
}
