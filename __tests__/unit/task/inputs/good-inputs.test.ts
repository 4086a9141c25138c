import { expect, test } from '@jest/globals';
import { isSummaryWanted, parseRaw } from '../../../support/parse-raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

const good = { service: 'rds', instance_id: 'i-1', region: 'eu-de', token: 'the-token' };

test('what is left out has its default', () => {
  expect(parseRaw(good)).toMatchObject({
    targets: [{ service: 'rds', instanceId: 'i-1' }],
    instanceName: undefined,
    order: {
      name: undefined,
      description: undefined,
      databases: [],
    },
    client: {
      cloud: undefined,
      region: 'eu-de',
      projectId: undefined,
      projectName: undefined,
      endpoints: {},
      iamEndpoint: undefined,
      credentials: { kind: 'token', token: 'the-token' },
      language: 'en-us',
    },
    wait: true,
    waitTimeoutMs: 3_600_000,
    retention: undefined,
    concurrency: 8,
    failFast: false,
    dryRun: false,
    jobSummary: true,
  });
});

test('each word for a service is its id', () =>
  checkRows(
    [
      ['dds', 'dds'],
      ['gaussdb', 'gaussdb'],
      ['gaussdb-opengauss', 'gaussdb'],
      ['taurusdb', 'taurusdb'],
      ['gaussdb-mysql', 'taurusdb'],
      ['rds', 'rds'],
      ['rds-v3', 'rds'],
      ['rds-v1', 'rds-v1'],
      ['geminidb', 'geminidb'],
      ['gaussdb-nosql', 'geminidb'],
    ],
    (service, id) => {
      expect(parseRaw({ ...good, service }).targets[0]?.service).toBe(id);
    },
  ));

test('each good input is read', () =>
  checkRows(
    [
      [{ databases: 'a, b\n c ,\n' }, { order: { databases: ['a', 'b', 'c'] } }],
      [{ endpoint: 'https://h.test/x/' }, { client: { endpoints: { rds: 'https://h.test/x' } } }],
      [
        { endpoint: 'rds-v1=https://h.test' },
        { client: { endpoints: { 'rds-v1': 'https://h.test' } } },
      ],
      [{ iam_endpoint: 'https://i.test/v3/' }, { client: { iamEndpoint: 'https://i.test' } }],
      [
        {
          region: 'ap-southeast-1',
          cloud: 'otc',
          endpoint: 'https://h.test',
          iam_endpoint: 'https://i.test',
        },
        { client: { cloud: 'otc', region: 'ap-southeast-1' } },
      ],
      [{ region: 'mars-1', cloud: 'otc' }, { client: { cloud: 'otc', region: 'mars-1' } }],
      [
        { wait: 'False', job_summary: 'TRUE' },
        { wait: false, jobSummary: true },
      ],
      [{ wait_timeout: '1s' }, { waitTimeoutMs: 1_000 }],
      [{ wait_timeout: '24h' }, { waitTimeoutMs: 86_400_000 }],
      [{ language: 'zh-cn' }, { client: { language: 'zh-cn' } }],
    ],
    (changes, expected) => {
      expect(parseRaw({ ...good, ...changes })).toMatchObject(expected);
    },
  ));

test('a temporary key is three inputs', () => {
  const { token: _, ...rest } = good;
  const keys = { access_key: 'a', secret_key: 's', security_token: 't' };
  expect(parseRaw({ ...rest, ...keys }).client.credentials).toEqual({
    kind: 'keys',
    accessKey: 'a',
    secretKey: 's',
    securityToken: 't',
  });
});

test('no region is needed where the endpoint and the project id are given', () => {
  const { region: _, ...rest } = good;
  const raw = { ...rest, endpoint: 'https://h.test', project_id: 'a'.repeat(32) };
  expect(parseRaw(raw).client).toMatchObject({ region: undefined, projectId: 'a'.repeat(32) });
});

test.each([
  [{}, true],
  [{ job_summary: 'false' }, false],
  [{ job_summary: 'nonsense' }, true],
])('with %j a summary is wanted: %p', (raw, wanted) => {
  expect(isSummaryWanted(raw)).toBe(wanted);
});
