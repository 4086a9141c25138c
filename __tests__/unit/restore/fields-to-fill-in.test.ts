import { expect, test } from '@jest/globals';
import { findInstanceMaker } from '../../../src/services/new-instance/makers.ts';
import { checkRows } from '../../support/table.ts';

const maker = findInstanceMaker('rds');
if (maker === undefined) throw new Error('RDS makes no instances');
const digits = '0'.repeat(32);
const ids = { MySQL: `${digits}in01`, PostgreSQL: `${digits}in03`, SQLServer: `${digits}in04` };

const rulesOf = (cloud: 'otc' | 'huaweicloud', engine: keyof typeof ids, region = 'eu-de') =>
  maker.listRules({ cloud, region, instanceId: ids[engine] });

type Row = readonly [
  field: string,
  right: readonly string[],
  wrong: readonly string[],
  own?: number,
];

const shared: readonly Row[] = [
  ['flavor_ref', ['rds.pg.n1.large.ha'], ['', 'a"b', 'ä', 'a\nb']],
  ['volume.size', ['100', '4000'], ['90', '105', '4010', '-100', '1e3', '100 '], 100],
  ['availability_zone', ['eu-de-01', 'eu-de-01,eu-de-02'], ['', 'a,b,c', 'a, b', ',']],
  ['ha.mode', ['Ha', 'Single'], ['ha', 'Cluster', '']],
  ['vpc_id', ['b21630c1-e7d3-450d-907d-39ef5f445ae7'], ['', 'a/b', 'x'.repeat(65)]],
  ['subnet_id', ['s-1'], ['']],
  ['security_group_id', ['g-1'], ['']],
  ['configuration_id', ['4f2b3a'], ['']],
  [
    'backup_strategy.start_time',
    ['19:00-20:00', '23:45-00:45'],
    ['19:00-21:00', '19:05-20:05', '24:00-01:00', ''],
  ],
  ['disk_encryption_id', ['k-1'], ['']],
  ['data_vip', ['192.168.0.9'], ['192.168.0', 'fe80::1']],
];
const mySql: readonly Row[] = [
  ['ha.replication_mode', ['async', 'semisync'], ['sync', '']],
  ['port', ['3306', '65535'], ['1023', '12017', '33071', '0', '65536', 'x']],
  ['unchangeable_param.lower_case_table_names', ['0', '1'], ['2', '']],
];
const postgreSql: readonly Row[] = [
  ['ha.replication_mode', ['async', 'sync'], ['semisync']],
  ['port', ['5432', '2100'], ['2099', '9501']],
];
const sqlServer: readonly Row[] = [
  ['ha.replication_mode', ['sync'], ['async']],
  ['port', ['1433'], ['5355', '1434']],
  ['collation', ['SQL_Latin1_General_CP1_CI_AS'], ['']],
];
const otc: readonly Row[] = [
  ['volume.type', ['CLOUDSSD', 'ESSD'], ['ULTRAHIGH', 'cloudssd']],
  ['backup_strategy.keep_days', ['1', '732'], ['0', '733']],
];
const huawei: readonly Row[] = [
  ['volume.type', ['ULTRAHIGH', 'ESSD'], ['SATA']],
  ['backup_strategy.keep_days', ['0', '732'], ['733', '1.5']],
  ['time_zone', ['UTC+08:00'], ['']],
  ['enterprise_project_id', ['0', 'e-1'], ['']],
  ['serverless_info.min_cap', ['0.5', '2'], ['x', '-1']],
  ['serverless_info.max_cap', ['8'], ['']],
  ['tags.*', ['', 'a drill', 'Prüfung'], ['a"b', 'x'.repeat(256)]],
];

test.each([
  ['otc', 'MySQL', [...shared, ...otc, ...mySql]],
  ['otc', 'PostgreSQL', [...shared, ...otc, ...postgreSql]],
  ['huaweicloud', 'MySQL', [...shared, ...huawei, ...mySql]],
  ['huaweicloud', 'SQLServer', [...shared, ...huawei, ...sqlServer]],
] as const)(
  'on %s a new instance of %s takes what the page takes, field by field',
  async (cloud, engine, rows) => {
    const rules = rulesOf(cloud, engine);
    expect(Object.keys(rules).sort()).toEqual(rows.map(([field]) => field).sort());
    await checkRows(rows, (field, right, wrong, own) => {
      const takes = (value: string) => rules[field]?.takes(value, own) === true;
      expect([right.filter((value) => !takes(value)), wrong.filter(takes)]).toEqual([[], []]);
    });
  },
);

test('the Swiss page has disks and fields of its own', () => {
  const rules = rulesOf('otc', 'MySQL', 'eu-ch2');
  expect(
    ['ULTRAHIGH', 'CLOUDSSD'].map((type) => rules['volume.type']?.takes(type, undefined)),
  ).toEqual([true, false]);
  expect(Object.keys(rules)).not.toContain('disk_encryption_id');
});

const point = { availability_zone: 'a', ha: undefined };
const pair = { mode: 'Ha', replication_mode: 'async' };

test('fields that belong together are told where they do not', () =>
  checkRows(
    [
      [point, []],
      [{ ...point, availability_zone: 'a,b' }, ['availability_zone']],
      [{ availability_zone: 'a,b', ha: pair }, []],
      [{ availability_zone: 'a', ha: pair }, ['availability_zone']],
      [{ availability_zone: 'a,b', ha: { mode: 'Ha' } }, ['ha.replication_mode']],
      [{ availability_zone: 'a', ha: { ...pair, mode: 'Single' } }, []],
      [{ ...point, backup_strategy: { keep_days: 7 } }, ['backup_strategy.start_time']],
    ] as const,
    (fields, wrong) => {
      const settled = maker.settle(fields);
      expect(settled.problems.map(({ field }) => field)).toEqual(wrong);
      if (wrong.length === 0)
        expect(settled.fields['ha']).toEqual(
          'ha' in fields && fields.ha?.mode === 'Ha' ? pair : undefined,
        );
    },
  ));
