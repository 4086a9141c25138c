import { expect, test } from '@jest/globals';
import { CLOUD_IDS } from '../../../src/cloud/clouds.ts';
import { findCloud, findIamEndpoint, findServiceEndpoint } from '../../../src/cloud/endpoints.ts';
import type { ServiceId } from '../../../src/model.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';
import { checkRows } from '../../support/table.ts';

// Copied from the fact sheet, section 7, by hand; the adapters' own tables are not used.
const huaweiRds =
  'af-south-1 af-north-1 ae-ad-1 ap-southeast-1/2/3/4/5 cn-north-1/2/4/9/11/12 cn-east-2/3/4/5 cn-south-1/2/4 ' +
  'cn-southwest-2/3 eu-west-0 la-north-2 la-south-2 me-east-1 my-kualalumpur-1 na-mexico-1 ru-moscow-1 ' +
  'ru-northwest-2 sa-brazil-1 tr-west-1';
const huaweiGemini =
  'af-south-1 cn-north-1/2/4/9/11 cn-east-2/3/4 cn-south-1/2/4 cn-southwest-2/3 ap-southeast-1/2/3/4/5 me-east-1 ' +
  'tr-west-1 ru-northwest-2 ru-moscow-1 la-north-2 la-south-2 sa-brazil-1';
const table: readonly (readonly [ServiceId, string, string])[] = [
  ['taurusdb', 'eu-de', 'gaussdb-mysql.eu-de.otc.t-systems.com'],
  ['dds', 'eu-de eu-nl', 'dds.*.otc.t-systems.com'],
  ['dds', huaweiRds, 'dds.*.myhuaweicloud.com'],
  ['dds', 'eu-west-101', 'dds.eu-west-101.myhuaweicloud.eu'],
  ['gaussdb', 'eu-de', 'gaussdb.*.otc.t-systems.com'],
  [
    'gaussdb',
    'cn-north-2/4/9 cn-east-3 cn-south-1/2/4 cn-southwest-2 ap-southeast-1/2/3/4 af-south-1 la-north-2 la-south-2 ' +
      'ru-northwest-2 sa-brazil-1',
    'gaussdb-opengauss.*.myhuaweicloud.com',
  ],
  [
    'gaussdb',
    'cn-east-2/4/5 cn-north-12 ap-southeast-5 tr-west-1 me-east-1 af-north-1',
    'gaussdb.*.myhuaweicloud.com',
  ],
  ['gaussdb', 'eu-west-101', 'gaussdb-opengauss.eu-west-101.myhuaweicloud.eu'],
  ['taurusdb', 'eu-west-101', 'gaussdb.eu-west-101.myhuaweicloud.eu'],
  ['geminidb', 'eu-de', 'gaussdb-nosql.eu-de.otc.t-systems.com'],
  ['geminidb', huaweiGemini, 'gaussdb-nosql.*.myhuaweicloud.com'],
  ['geminidb', 'eu-west-101', 'gaussdb-nosql.eu-west-101.myhuaweicloud.eu'],
  ['rds', 'eu-de eu-nl', 'rds.*.otc.t-systems.com'],
  ['rds', 'eu-ch2', 'rds.eu-ch2.sc.otc.t-systems.com'],
  ['rds', huaweiRds, 'rds.*.myhuaweicloud.com'],
  ['rds', 'eu-west-101', 'rds.eu-west-101.myhuaweicloud.eu'],
  ['rds-v1', 'eu-de eu-nl', 'rds.*.otc.t-systems.com'],
  ['rds-v1', 'eu-ch2', 'rds.eu-ch2.sc.otc.t-systems.com'],
  [
    'taurusdb',
    'cn-north-2/4/9 cn-east-3 cn-south-1/4 cn-southwest-2 ap-southeast-3/4 ru-northwest-2 sa-brazil-1',
    'gaussdb.*.myhuaweicloud.com',
  ],
  [
    'taurusdb',
    'ap-southeast-1/2 tr-west-1 me-east-1 cn-north-11',
    'gaussdbformysql.*.myhuaweicloud.com',
  ],
  [
    'taurusdb',
    'af-south-1 la-north-2 cn-east-5 cn-southwest-3',
    'gaussdb-mysql.*.myhuaweicloud.com',
  ],
];

const expand = (regions: string) =>
  regions.split(' ').flatMap((word) => {
    const [first = '', ...rest] = word.split('/');
    return [first, ...rest.map((last) => first.replace(/\d+$/, last))];
  });

const rows = table.flatMap(([service, regions, host]) =>
  expand(regions).map((region) => [service, region, host.replace('*', region)] as const),
);

test('each service is at its host in every region', () =>
  checkRows(rows, (service, region, host) => {
    expect(findServiceEndpoint(service, { region })).toEqual({ found: { url: `https://${host}` } });
  }));

test('TaurusDB and GaussDB share a host nowhere, though they share a prefix', () => {
  const hostsOf = (id: ServiceId) =>
    rows.filter(([service]) => service === id).map(([, , to]) => to);
  const taurus = hostsOf('taurusdb');
  expect(hostsOf('gaussdb').filter((host) => taurus.includes(host))).toEqual([]);
});

test('the adapters offer nothing that the fact sheet does not list', () => {
  const offered = serviceIds.flatMap((service) =>
    CLOUD_IDS.flatMap((cloud) => Object.values(getService(service).hosts[cloud]).flat()).map(
      (region) => `${service} ${region}`,
    ),
  );
  expect(offered.sort()).toEqual(rows.map(([service, region]) => `${service} ${region}`).sort());
});

const iamRegions =
  'cn-north-1/2/4/9/12 cn-east-2/3/4/5 cn-south-1/2 cn-southwest-2 ap-southeast-1/2/3/4 af-south-1 ae-ad-1 ' +
  'eu-west-0 la-north-2 la-south-2 me-east-1 my-kualalumpur-1 na-mexico-1 ru-moscow-1 sa-brazil-1 tr-west-1';

test('IAM is at its host in every region', () =>
  checkRows(
    [
      ['eu-de', 'iam.eu-de.otc.t-systems.com'],
      ['eu-nl', 'iam.eu-nl.otc.t-systems.com'],
      ['eu-ch2', 'iam-pub.eu-ch2.sc.otc.t-systems.com'],
      ['eu-west-101', 'iam.eu-west-101.myhuaweicloud.eu'],
      ...expand(iamRegions).map((region) => [region, `iam.${region}.myhuaweicloud.com`] as const),
      ...expand(
        'cn-north-11 cn-south-4 cn-southwest-3 ap-southeast-5 af-north-1 ru-northwest-2',
      ).map((region) => [region, 'iam.myhuaweicloud.com'] as const),
    ],
    (region, host) => {
      expect(findIamEndpoint({ region })).toEqual({ found: { url: `https://${host}` } });
    },
  ));

test('each region is in its cloud', () =>
  checkRows(
    [
      ['eu-de', 'otc'],
      ['eu-ch2', 'otc'],
      ['eu-west-0', 'huaweicloud'],
      ['cn-north-11', 'huaweicloud'],
      ['eu-west-101', 'huaweicloud-eu'],
      ['mars-1', undefined],
      ['eu-de.evil.test', undefined],
    ],
    (region, cloud) => {
      expect(findCloud({ region })).toBe(cloud);
    },
  ));
