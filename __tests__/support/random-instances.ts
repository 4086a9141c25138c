import fc from 'fast-check';

/** Where the instances are; Swiss OTC has pages of its own. */
export type Place = 'otc' | 'otc-swiss' | 'huaweicloud';

const hex = (length: number, end = '') =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).map((text) => text + end);
const zone = fc.constantFrom('eu-de-01', 'eu-de-02', 'eu-de-03');
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** What a list may show of any instance, prepaid ones and those in use elsewhere included. */
const shared = {
  name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{3,63}$/),
  region: fc.constant('eu-de'),
  vpc_id: hex(32),
  subnet_id: hex(32),
  security_group_id: hex(32),
  backup_strategy: maybe(
    fc.record({
      start_time: fc.constantFrom('19:00-20:00', '08:15-09:15', ''),
      keep_days: fc.oneof(fc.nat(732), fc.constantFrom(0, 36, 733, 2562)),
    }),
  ),
  private_ips: fc.constant(['192.168.0.142']),
  public_ips: fc.constant(['80.158.0.1']),
  charge_info: fc.constant({ charge_mode: 'prePaid' }),
  disk_encryption_id: fc.oneof(fc.constant(''), hex(32)),
  enterprise_project_id: fc.oneof(fc.constantFrom('0', ''), hex(32)),
  time_zone: fc.constantFrom('', 'UTC', 'UTC+04:00'),
  tags: fc.array(
    fc.record({
      key: fc.oneof(hex(4), fc.constantFrom('team', 'with space', 'a/b:c', 'Größe', '=now()')),
      value: fc.oneof(hex(3), fc.constantFrom('', 'shop & co', 'größer', 'x'.repeat(256))),
    }),
    { maxLength: 22 },
  ),
  dedicated_resource_id: maybe(hex(32)),
  dss_pool_id: maybe(hex(32)),
  ssl: maybe(fc.constantFrom(0, 1)),
};

const volume = fc.record({
  type: fc.constantFrom('ULTRAHIGH', 'CLOUDSSD', 'ESSD', 'COMMON'),
  size: fc.integer({ min: 4, max: 400 }).map((tens) => tens * 10),
});

const engines = [
  ['MySQL', 'in01', 'async'],
  ['PostgreSQL', 'in03', 'sync'],
  ['SQLServer', 'in04', 'sync'],
] as const;

const rds = fc
  .tuple(fc.constantFrom(...engines), fc.boolean(), fc.tuple(zone, zone))
  .chain(([[type, end, replication_mode], isHa, [first, second]]) => {
    const master = { id: 'm-1', role: 'master', availability_zone: first };
    const slave = { id: 's-1', role: 'slave', availability_zone: second };
    return fc.record({
      ...shared,
      id: hex(32, end),
      type: fc.constant(isHa ? 'Ha' : 'Single'),
      ha: fc.constant(isHa ? { replication_mode } : undefined),
      nodes: fc.constant(isHa ? [slave, master] : [master]),
      datastore: fc.constant({ type, version: '16' }),
      port: fc.integer({ min: 2100, max: 5000 }),
      flavor_ref: fc.constantFrom('rds.mysql.n1.large', 'rds.pg.n1.large.ha'),
      collation: fc.constant('SQL_Latin1_General_CP1_CI_AS'),
      serverless_info: maybe(fc.constant({ min_compute_unit: '0.5', max_compute_unit: '8' })),
      volume,
    });
  });

const groupNode = fc.record({ spec_code: fc.constant('a.s2.medium.4.b'), availability_zone: zone });
const group = (type: string, least: number, most = least) =>
  fc.record({
    type: fc.constant(type),
    volume: fc.record({ size: fc.constantFrom('10', '40', 500), used: fc.constant('0.3') }),
    nodes: fc.array(groupNode, { minLength: least, maxLength: most }),
  });

const dds = fc.constantFrom('Single', 'ReplicaSet', 'Sharding').chain((mode) =>
  fc.record({
    ...shared,
    id: hex(32, 'in02'),
    mode: fc.constant(mode),
    datastore: fc.constant({ type: 'DDS-Community', version: '4.0' }),
    engine: fc.constant('wiredTiger'),
    port: fc.constantFrom('8635', 8636, 27_017, 80),
    groups:
      mode === 'Sharding'
        ? fc
            .tuple(group('mongos', 2, 12), group('shard', 3), group('shard', 3), group('config', 3))
            .map((groups) => [...groups])
        : fc.tuple(mode === 'Single' ? group('single', 1) : group('replica', 3, 8)),
  }),
);

const gaussdb = fc.record({
  ...shared,
  id: hex(32, 'in14'),
  type: fc.constant('Enterprise'),
  datastore: fc.constant({ type: 'GaussDB', version: '1.4' }),
  nodes: fc.array(fc.record({ availability_zone: zone, role: fc.constant('master') }), {
    minLength: 3,
    maxLength: 5,
  }),
  port: fc.constantFrom(8000, 8100),
  flavor_ref: fc.constant('gaussdb.opengauss.ee.dn.m4.2xlarge.8.in'),
  volume,
});

const geminidb = fc.record({
  ...shared,
  id: hex(32, 'in06'),
  mode: fc.constantFrom('Cluster', 'ReplicaSet', 'Strange'),
  engine: fc.constantFrom('rocksDB', 'other'),
  datastore: fc.record({
    type: fc.constantFrom('cassandra', 'redis', 'dynamodb', 'mysql'),
    version: fc.constantFrom('3.11', ''),
  }),
  port: fc.constant('8635'),
  product_type: maybe(fc.constant('Capacity')),
  availability_zone: maybe(fc.constantFrom('a-1', 'a-1,a-2', 'a-1,a-2,a-3')),
  groups: fc.tuple(group('', 3, 5)),
});

const taurusdb = fc.record({
  ...shared,
  id: hex(32, 'in07'),
  type: fc.constantFrom('Cluster', 'StandSingle'),
  datastore: fc.record({
    type: fc.constant('gaussdb-mysql'),
    version: fc.constantFrom('8.0', '8.0.22'),
  }),
  port: fc.constant(3306),
  flavor_ref: fc.constant('gaussdb.mysql.c3.small.4'),
  volume,
});

const byService = { rds, dds, gaussdb, geminidb, taurusdb } as const;

/** An instance as a list may show it; each of its members but the id may be missing. */
export function randomInstance(
  service: keyof typeof byService,
): fc.Arbitrary<Readonly<Record<string, unknown>> & { readonly id: string }> {
  const whole: fc.Arbitrary<Readonly<Record<string, unknown>> & { readonly id: string }> =
    byService[service];
  return fc
    .tuple(whole, fc.boolean(), fc.func(fc.boolean()))
    .map(([instance, isWhole, isMissing]) =>
      isWhole
        ? instance
        : {
            ...Object.fromEntries(
              Object.entries(instance).filter(
                ([member]) => !isMissing(member) || /^type|mode$/.test(member),
              ),
            ),
            id: instance.id,
          },
    );
}
