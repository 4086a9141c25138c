import { expect, test } from '@jest/globals';
import {
  type CloudTarget,
  findIamEndpoint,
  findServiceEndpoint,
} from '../../../src/cloud/endpoints.ts';
import type { ServiceId } from '../../../src/model.ts';
import { checkRows } from '../../support/table.ts';

test('each place without an address is a problem', () =>
  checkRows<[string, ServiceId, CloudTarget, string, string]>(
    [
      [
        'TaurusDB in eu-nl',
        'taurusdb',
        { region: 'eu-nl' },
        'region',
        'TaurusDB is not offered in eu-nl (Open Telekom Cloud)',
      ],
      [
        'GeminiDB in eu-ch2',
        'geminidb',
        { region: 'eu-ch2' },
        'region',
        'GeminiDB is not offered in eu-ch2',
      ],
      ['DDS in eu-ch2', 'dds', { region: 'eu-ch2' }, 'region', 'DDS is not offered in eu-ch2'],
      ['RDS v1 in eu-west-101', 'rds-v1', { region: 'eu-west-101' }, 'region', '(Huawei Cloud EU)'],
      [
        'RDS v1 on Huawei Cloud',
        'rds-v1',
        { region: 'cn-north-4' },
        'region',
        'It is offered in Open Telekom Cloud: eu-ch2, eu-de, eu-nl.',
      ],
      [
        'TaurusDB in cn-north-1',
        'taurusdb',
        { region: 'cn-north-1' },
        'region',
        'give its endpoint',
      ],
      [
        'an unknown region',
        'rds',
        { region: 'mars-1' },
        'region',
        '"mars-1" is not known. OTC has eu-de, eu-nl, eu-ch2. If it is right, set cloud.',
      ],
      ['no region', 'rds', {}, 'region', 'is required to find the endpoint of RDS'],
      ['a cloud alone', 'rds', { cloud: 'otc' }, 'region', 'is required'],
    ],
    (_, service, target, input, text) => {
      expect(findServiceEndpoint(service, target)).toEqual({
        problem: { input, problem: expect.stringContaining(text) },
      });
    },
  ));

test.each<[string, ServiceId, CloudTarget, string]>([
  ['otc', 'rds', { cloud: 'otc', region: 'eu-xx9' }, 'rds.eu-xx9.otc.t-systems.com'],
  [
    'huaweicloud',
    'geminidb',
    { cloud: 'huaweicloud', region: 'mars-1' },
    'gaussdb-nosql.mars-1.myhuaweicloud.com',
  ],
  [
    'huaweicloud',
    'gaussdb',
    { cloud: 'huaweicloud', region: 'mars-1' },
    'gaussdb-opengauss.mars-1.myhuaweicloud.com',
  ],
  [
    'huaweicloud',
    'taurusdb',
    { cloud: 'huaweicloud', region: 'mars-1' },
    'gaussdb.mars-1.myhuaweicloud.com',
  ],
  [
    'huaweicloud-eu',
    'rds',
    { cloud: 'huaweicloud-eu', region: 'eu-west-102' },
    'rds.eu-west-102.myhuaweicloud.eu',
  ],
])(
  'a region that %s does not list gets its usual address and a warning: %s',
  (_, service, target, host) => {
    expect(findServiceEndpoint(service, target)).toEqual({
      found: {
        url: `https://${host}`,
        warning: expect.stringContaining(`${target.region} is not in the list`),
      },
    });
  },
);

test('a cloud that is given is not overruled by the region', () => {
  const target = { cloud: 'huaweicloud', region: 'eu-de' } as const;
  const url = 'https://rds.eu-de.myhuaweicloud.com';
  expect(findServiceEndpoint('rds', target)).toMatchObject({ found: { url } });
});

test('an address that is given wins, whatever the region says', () => {
  const target = {
    region: 'mars-1',
    endpoints: { rds: 'https://x.test/a' },
    iamEndpoint: 'https://iam.test',
  };
  expect(findServiceEndpoint('rds', target)).toEqual({ found: { url: 'https://x.test/a' } });
  expect(findIamEndpoint(target)).toEqual({ found: { url: 'https://iam.test' } });
  expect(findServiceEndpoint('rds-v1', target)).toMatchObject({ problem: { input: 'region' } });
});

test.each<[string, CloudTarget, string]>([
  ['no region', {}, 'region'],
  ['an unknown region', { region: 'mars-1' }, 'region'],
])('IAM with %s is a problem', (_, target, input) => {
  expect(findIamEndpoint(target)).toEqual({ problem: { input, problem: expect.any(String) } });
});

test('IAM of an unlisted region follows its cloud', () => {
  const host = (target: CloudTarget) => findIamEndpoint(target);
  expect(host({ cloud: 'otc', region: 'eu-xx9' })).toMatchObject({
    found: { url: 'https://iam.eu-xx9.otc.t-systems.com' },
  });
  expect(host({ cloud: 'huaweicloud', region: 'mars-1' })).toMatchObject({
    found: { url: 'https://iam.myhuaweicloud.com' },
  });
});
