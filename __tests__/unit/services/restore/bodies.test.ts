import { expect, test } from '@jest/globals';
import { getService } from '../../../../src/services/index.ts';
import type { RestoreSource } from '../../../../src/services/restore/restore-way.ts';

type Service = 'dds' | 'gaussdb' | 'geminidb' | 'rds' | 'taurusdb';

/** An instance in a list; each row says what is different about it. */
const LISTED: Readonly<Record<Service, Readonly<Record<string, unknown>>>> = {
  rds: {
    name: 'shop',
    type: 'Single',
    region: 'r-1',
    datastore: { type: 'PostgreSQL', version: '16' },
    flavor_ref: 'rds.pg.1',
    volume: { type: 'CLOUDSSD', size: 100 },
    nodes: [{ role: 'master', availability_zone: 'z-1' }],
    ...{ vpc_id: 'v', subnet_id: 's', security_group_id: 'g', port: 5432 },
    backup_strategy: { start_time: '19:15-20:15', keep_days: 7 },
  },
  dds: {
    name: 'orders',
    mode: 'Single',
    region: 'r-1',
    ...{ engine: 'wiredTiger', datastore: { type: 'DDS-Community', version: '4.0' } },
    ...{ vpc_id: 'v', subnet_id: 's', security_group_id: 'g', port: '8635', ssl: 1 },
    backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
    groups: [
      {
        type: 'single',
        volume: { size: '40' },
        nodes: [{ spec_code: 'a.single', availability_zone: 'z-1' }],
      },
    ],
  },
  gaussdb: {
    name: 'ledger',
    flavor_ref: 'gauss.1',
    volume: { type: 'ULTRAHIGH', size: 120 },
    nodes: [{ availability_zone: 'z-1' }, { availability_zone: 'z-1' }],
    ...{ vpc_id: 'v', subnet_id: 's', security_group_id: 'g', port: 8000 },
    backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
  },
  geminidb: {
    name: 'documents',
    mode: 'Cluster',
    region: 'r-1',
    ...{ engine: 'rocksDB', datastore: { type: 'cassandra', version: '3.11' } },
    ...{ vpc_id: 'v', subnet_id: 's', security_group_id: 'g' },
    backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
    groups: [
      {
        volume: { size: '500' },
        nodes: [1, 2, 3].map(() => ({ spec_code: 'a.1', availability_zone: 'z-1' })),
      },
    ],
  },
  taurusdb: {
    name: 'billing',
    type: 'Cluster',
    region: 'r-1',
    datastore: { type: 'gaussdb-mysql', version: '8.0.22' },
    flavor_ref: 'taurus.1',
    ...{ vpc_id: 'v', subnet_id: 's', security_group_id: 'g' },
    backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
  },
};

const OPEN = expect.objectContaining({ open: expect.any(String) });
const NAMED = { name: OPEN, password: OPEN };
const PLACE = { vpc_id: 'v', subnet_id: 's', security_group_id: 'g' };

const ENDINGS: Readonly<Record<Service, string>> = {
  ...{ rds: 'in03', dds: 'in02', gaussdb: 'in14', geminidb: 'in06', taurusdb: 'in07' },
};

interface Row {
  readonly of: Service;
  readonly on: 'otc' | 'huaweicloud';
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly source?: Partial<RestoreSource>;
  /** The whole body but name, password and network, which are the same for all. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly notes?: readonly (string | RegExp)[];
}

const rdsPlain = {
  flavor_ref: 'rds.pg.1',
  volume: { type: 'CLOUDSSD', size: 100 },
  availability_zone: 'z-1',
  port: '5432',
  backup_strategy: { start_time: '19:15-20:15', keep_days: 7 },
};
const rdsHuawei = {
  ...rdsPlain,
  region: 'r-1',
  datastore: { type: 'PostgreSQL', version: '16' },
};
const HA = {
  type: 'Ha',
  ha: { replication_mode: 'async' },
  nodes: [
    { role: 'slave', availability_zone: 'z-2' },
    { role: 'master', availability_zone: 'z-1' },
  ],
};
const paired = { availability_zone: 'z-1,z-2', ha: { mode: 'Ha', replication_mode: 'async' } };
const ddsPlain = {
  availability_zone: 'z-1',
  flavor: [{ type: 'single', num: 1, size: '40', spec_code: 'a.single' }],
  backup_strategy: { start_time: '19:00-20:00', keep_days: '7' },
  ssl_option: '1',
};
const ddsHuawei = {
  ...ddsPlain,
  flavor: [{ type: 'single', num: '1', size: '40', spec_code: 'a.single' }],
  datastore: { type: 'DDS-Community', version: '4.0', storage_engine: 'wiredTiger' },
  ...{ region: 'r-1', mode: 'Single' },
};
const node = (zone: string, spec: string) => ({ spec_code: spec, availability_zone: zone });
const CLUSTER = {
  mode: 'Sharding',
  groups: [
    { type: 'mongos', nodes: [node('z-1', 'm'), node('z-2', 'm')] },
    { type: 'shard', volume: { size: '40' }, nodes: [node('z-1', 's')] },
    { type: 'shard', volume: { size: '60' }, nodes: [node('z-3', 's')] },
    { type: 'config', volume: { size: '40' }, nodes: [node('z-1', 'c')] },
  ],
};
const replicaSet = (count: number, extra: readonly unknown[] = []) => ({
  mode: 'ReplicaSet',
  groups: [
    {
      type: 'replica',
      volume: { size: '40' },
      nodes: [...Array.from({ length: count }, () => node('z-1', 'r')), ...extra],
    },
  ],
});
const gaussPlain = {
  availability_zone: 'z-1,z-1,z-1',
  flavor_ref: 'gauss.1',
  volume: { type: 'ULTRAHIGH', size: 120 },
};
const gaussHuawei = {
  ...gaussPlain,
  backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
};
const geminiPlain = {
  datastore: { type: 'cassandra', version: '3.11', storage_engine: 'rocksDB' },
  ...{ region: 'r-1', availability_zone: 'z-1', mode: 'Cluster' },
  flavor: [{ num: '3', size: '500', storage: 'ULTRAHIGH', spec_code: 'a.1' }],
  backup_strategy: { start_time: '19:00-20:00', keep_days: 7 },
};
const taurusPlain = {
  region: 'r-1',
  datastore: { type: 'gaussdb-mysql', version: '8.0.22' },
  ...{ mode: 'Cluster', flavor_ref: 'taurus.1' },
  ...{ availability_zone_mode: OPEN, master_availability_zone: OPEN, slave_count: OPEN },
  backup_strategy: { start_time: '19:00-20:00', keep_days: '7' },
  charge_info: { charge_mode: 'postPaid' },
};
const days = (keepDays: number, start = '19:00-20:00') => ({
  backup_strategy: { start_time: start, keep_days: keepDays },
});
const manyTags = Array.from({ length: 22 }, (_, at) => ({ key: `k-${at}`, value: 'v' }));

const ROWS: Readonly<Record<string, Row>> = {
  'rds, single': { of: 'rds', on: 'otc', fields: rdsPlain },
  'rds, single, Huawei': { of: 'rds', on: 'huaweicloud', fields: rdsHuawei },
  'rds, the standby node first': {
    of: 'rds',
    on: 'otc',
    changes: HA,
    fields: { ...rdsPlain, ...paired },
  },
  'rds, Ha, Huawei': {
    of: 'rds',
    on: 'huaweicloud',
    changes: HA,
    fields: { ...rdsHuawei, ...paired },
  },
  'rds, Ha with one node shown': {
    ...{ of: 'rds', on: 'otc', changes: { ...HA, nodes: HA.nodes.slice(1) } },
    fields: { ...rdsPlain, ...paired, availability_zone: OPEN },
  },
  'rds, a Swiss volume': {
    ...{ of: 'rds', on: 'otc', source: { region: 'eu-ch2' } },
    changes: { volume: { type: 'ULTRAHIGH', size: 100 }, disk_encryption_id: 'k' },
    fields: { ...rdsPlain, volume: { type: 'ULTRAHIGH', size: 100 } },
  },
  'rds, a Swiss type in Germany': {
    ...{ of: 'rds', on: 'otc', changes: { volume: { type: 'ULTRAHIGH', size: 100 } } },
    fields: { ...rdsPlain, volume: { type: OPEN, size: 100 } },
  },
  'rds, an encrypted disk': {
    ...{ of: 'rds', on: 'otc', changes: { disk_encryption_id: 'k' } },
    fields: { ...rdsPlain, disk_encryption_id: 'k' },
  },
  'rds, a port that PostgreSQL does not take': {
    ...{ of: 'rds', on: 'otc', changes: { port: 9501 }, fields: { ...rdsPlain, port: undefined } },
    notes: ['The page takes no port 9501: the new instance gets the default one.'],
  },
  'rds, MySQL and a port of its own': {
    ...{
      of: 'rds',
      on: 'otc',
      changes: { port: 33_071, datastore: { type: 'MySQL', version: '8.0' } },
    },
    fields: { ...rdsPlain, port: undefined },
    notes: [
      'The page takes no port 33071: the new instance gets the default one.',
      /lower_case_table_names/,
    ],
  },
  'rds, SQL Server with its collation': {
    ...{ of: 'rds', on: 'otc' },
    changes: { port: 1433, collation: 'C', datastore: { type: 'SQLServer', version: '2022_SE' } },
    fields: { ...rdsPlain, port: '1433', collation: 'C' },
  },
  'rds, backups switched off': {
    ...{
      of: 'rds',
      on: 'otc',
      changes: days(0),
      fields: { ...rdsPlain, backup_strategy: undefined },
    },
    notes: [/^The instance makes no automated backups\. /],
  },
  'rds, backups switched off, Huawei': {
    ...{ of: 'rds', on: 'huaweicloud', changes: days(0) },
    fields: { ...rdsHuawei, backup_strategy: { start_time: '19:00-20:00', keep_days: 0 } },
  },
  'rds, more days than the page takes': {
    ...{ of: 'rds', on: 'huaweicloud', changes: days(2562) },
    fields: { ...rdsHuawei, backup_strategy: { start_time: '19:00-20:00', keep_days: 732 } },
    notes: [/kept for 2562 days; the page takes 732 at most/],
  },
  'rds, serverless': {
    ...{ of: 'rds', on: 'huaweicloud' },
    changes: { serverless_info: { min_compute_unit: '0.5', max_compute_unit: '8' } },
    fields: { ...rdsHuawei, serverless_info: { min_cap: '0.5', max_cap: '8' } },
  },
  'rds, Flexus': {
    ...{ of: 'rds', on: 'huaweicloud', source: { isUnlisted: true } },
    fields: { ...rdsHuawei, is_flexus: true },
    notes: [/is of RDS Flexus/],
  },
  'rds, a backup that needs a larger disk': {
    ...{ of: 'rds', on: 'huaweicloud', source: { backup: { id: 'b-1', leastVolumeGb: 200 } } },
    fields: { ...rdsHuawei, volume: { type: 'CLOUDSSD', size: 200 } },
  },
  'rds, over 20 tags and an odd one': {
    ...{ of: 'rds', on: 'huaweicloud' },
    changes: { tags: [{ key: 'a/b', value: 'x' }, { key: 'Größe', value: 'ü@+' }, ...manyTags] },
    fields: { ...rdsHuawei, tags: [{ key: 'Größe', value: 'ü@+' }, ...manyTags.slice(0, 19)] },
    notes: [/^Tags to set afterwards: a\/b, k-19, k-20, k-21\. /],
  },
  'dds, single': { of: 'dds', on: 'otc', fields: ddsPlain },
  'dds, single, Huawei': { of: 'dds', on: 'huaweicloud', fields: ddsHuawei },
  'dds, single with a read replica': {
    ...{ of: 'dds', on: 'otc' },
    changes: {
      groups: [
        { type: 'single', volume: { size: '40' }, nodes: [node('z-1', 'a.single')] },
        { type: 'readonly', volume: { size: '40' }, nodes: [node('z-1', 'a.ro')] },
      ],
    },
    fields: ddsPlain,
  },
  'dds, a cluster in three zones': {
    ...{ of: 'dds', on: 'otc', changes: CLUSTER },
    fields: {
      ...ddsPlain,
      availability_zone: 'z-1,z-2,z-3',
      flavor: [
        { type: 'mongos', num: 2, spec_code: 'm' },
        { type: 'shard', size: '60', spec_code: 's' },
        { type: 'config', num: 1, size: '20', spec_code: 'c' },
      ],
    },
  },
  'dds, a cluster, Huawei': {
    ...{ of: 'dds', on: 'huaweicloud', changes: { ...CLUSTER, port: 27_017, dss_pool_id: 'p' } },
    fields: {
      ...ddsHuawei,
      ...{ availability_zone: 'z-1,z-2,z-3', mode: 'Sharding', port: '27017', dss_pool_id: 'p' },
      flavor: [
        { type: 'mongos', num: '2', spec_code: 'm' },
        { type: 'shard', num: '2', size: '60', spec_code: 's' },
        { type: 'config', num: '1', size: '20', spec_code: 'c' },
      ],
    },
  },
  'dds, a replica set of seven, Huawei': {
    ...{ of: 'dds', on: 'huaweicloud', changes: replicaSet(7) },
    fields: {
      ...{ ...ddsHuawei, mode: 'ReplicaSet' },
      flavor: [{ type: 'replica', num: '7', size: '40', spec_code: 'r' }],
    },
    notes: [/^The replica set has 7 nodes: its num is the create call’s/],
  },
  'dds, a replica set of five, OTC': {
    ...{ of: 'dds', on: 'otc', changes: replicaSet(5) },
    fields: { ...ddsPlain, flavor: [{ type: 'replica', num: 1, size: '40', spec_code: 'r' }] },
    notes: ['The replica set has 5 nodes, and the new one three.'],
  },
  'dds, a replica set with a read replica, Huawei': {
    ...{ of: 'dds', on: 'huaweicloud' },
    changes: replicaSet(3, [{ ...node('z-1', 'r'), role: 'Readonly' }]),
    fields: {
      ...{ ...ddsHuawei, mode: 'ReplicaSet' },
      flavor: [{ type: 'replica', num: '1', size: '40', spec_code: 'r' }],
    },
    notes: ['Read replicas, 1 here, are added afterwards.'],
  },
  'dds, an hour that OTC does not take': {
    ...{ of: 'dds', on: 'otc', changes: days(7, '08:15-09:15') },
    fields: { ...ddsPlain, backup_strategy: { start_time: '08:00-09:00', keep_days: '7' } },
    notes: [/begin at 08:15 UTC; the page takes full hours/],
  },
  'gaussdb, nodes in one zone': { of: 'gaussdb', on: 'otc', fields: gaussPlain },
  'gaussdb, Huawei, with its policy': { of: 'gaussdb', on: 'huaweicloud', fields: gaussHuawei },
  'gaussdb, nodes in two zones': {
    ...{ of: 'gaussdb', on: 'otc' },
    changes: { nodes: [{ availability_zone: 'z-1' }, { availability_zone: 'z-2' }] },
    fields: { ...gaussPlain, availability_zone: OPEN },
  },
  'gaussdb, an encrypted disk on OTC': {
    ...{ of: 'gaussdb', on: 'otc', changes: { disk_encryption_id: 'k', port: 8100 } },
    fields: { ...gaussPlain, port: '8100' },
    notes: [/disk is encrypted; the page has no field/],
  },
  'geminidb, Cassandra': { of: 'geminidb', on: 'otc', fields: geminiPlain },
  'geminidb, 36 days': {
    ...{ of: 'geminidb', on: 'otc', changes: days(36) },
    fields: { ...geminiPlain, backup_strategy: { start_time: '19:00-20:00', keep_days: 35 } },
    notes: [/kept for 36 days; the page takes 35 at most/],
  },
  'geminidb, Redis in two zones': {
    ...{ of: 'geminidb', on: 'huaweicloud' },
    changes: {
      ...{
        datastore: { type: 'redis', version: '5.0' },
        availability_zone: 'z-1,z-2',
        port: '6380',
      },
      ...{ ssl: 0, dedicated_resource_id: 'p', product_type: 'Standard' },
    },
    fields: {
      ...geminiPlain,
      datastore: { type: 'redis', version: '5.0', storage_engine: 'rocksDB' },
      availability_zone: 'z-1,z-2',
      availability_zone_detail: {
        primary_availability_zone: 'z-1',
        secondary_availability_zone: 'z-2',
      },
      ...{ port: '6380', ssl_option: '0', dedicated_resource_id: 'p', product_type: 'Standard' },
    },
    notes: [/does not say which of the two zones is the primary one/],
  },
  'geminidb, DynamoDB': {
    ...{
      of: 'geminidb',
      on: 'huaweicloud',
      changes: { datastore: { type: 'dynamodb', version: '' } },
    },
    fields: {
      ...geminiPlain,
      datastore: { type: 'dynamodb', version: '', storage_engine: 'rocksDB' },
    },
  },
  'geminidb, gone': {
    ...{ of: 'geminidb', on: 'huaweicloud' },
    source: {
      instance: undefined,
      backup: { id: 'b-1', engine: { type: 'cassandra', version: '3.11' } },
    },
    fields: {
      datastore: { type: 'cassandra', version: '3.11', storage_engine: 'rocksDB' },
      ...{ region: 'r-1', availability_zone: OPEN, mode: OPEN },
      ...{ vpc_id: OPEN, subnet_id: OPEN, security_group_id: OPEN },
      flavor: [{ num: OPEN, size: OPEN, storage: 'ULTRAHIGH', spec_code: OPEN }],
    },
  },
  taurusdb: { of: 'taurusdb', on: 'huaweicloud', fields: taurusPlain },
  'taurusdb, a single node': {
    ...{ of: 'taurusdb', on: 'huaweicloud', changes: { type: 'StandSingle' } },
    fields: { ...taurusPlain, mode: 'StandSingle', slave_count: 0 },
  },
  'taurusdb, a dedicated pool and tags': {
    ...{ of: 'taurusdb', on: 'huaweicloud' },
    changes: {
      dedicated_resource_id: 'p',
      tags: [
        { key: 'team', value: 'shop' },
        { key: 'with space', value: 'x' },
      ],
    },
    fields: {
      ...taurusPlain,
      ...{ dedicated_resource_id: 'p', tags: [{ key: 'team', value: 'shop' }] },
    },
    notes: [/^Tags to set afterwards: with space\. /],
  },
};

function describe({ of, on, changes, source }: Row) {
  const { restore } = getService(of);
  const described = restore?.describe({
    ...{ cloud: on, region: 'r-1', projectId: 'p', backup: { id: 'b-1' }, isUnlisted: false },
    ...{ digits: '4f2a9c', instanceId: `i${ENDINGS[of]}`, instance: { ...LISTED[of], ...changes } },
    ...source,
  });
  if (described === undefined || typeof described === 'string') throw new Error(described);
  return described;
}

test.each(Object.entries(ROWS))('%s: the whole body, and what can’t be copied', (_, row) => {
  const { fields, notes } = describe(row);
  expect(JSON.parse(JSON.stringify(fields))).toEqual({
    ...NAMED,
    ...PLACE,
    ...row.fields,
  });
  for (const note of row.notes ?? []) {
    expect(notes).toContainEqual(typeof note === 'string' ? note : expect.stringMatching(note));
  }
});

test('the suggested name is the original’s with digits of its own, 64 characters at most', () => {
  const suggest = (name: string) =>
    describe({ of: 'rds', on: 'otc', changes: { name }, fields: {} }).fields['name'];
  expect(suggest('shop')).toMatchObject({ suggestion: 'shop-restored-4f2a9c' });
  expect(suggest('x'.repeat(64))).toMatchObject({
    suggestion: `${'x'.repeat(45)}-restored-4f2a9c`,
  });
});
