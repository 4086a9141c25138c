import {
  groupsOf,
  type InstanceReader,
  nameAndPassword,
  network,
  QUARTER_HOUR,
  readInstance,
  zonesOf,
} from './listed-instance.ts';
import type { RestoreWay } from './restore-way.ts';

const otcTakes = { engines: ['cassandra'], modes: ['Cluster'] };
const huaweiTakes = {
  engines: 'cassandra,mongodb,influxdb,redis,dynamodb,hbase'.split(','),
  modes:
    'Cluster,CloudNativeCluster,ReplicaSet,InfluxdbSingle,EnhancedCluster,RedisCluster,Replication'.split(
      ',',
    ),
};

/** https://docs.otc.t-systems.com/geminidb/api-ref/apis_v3/instances/creating_an_instance.html, CreateInstance. */
export const restore: RestoreWay = {
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
