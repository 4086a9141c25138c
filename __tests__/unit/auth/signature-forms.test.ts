import { expect, test } from '@jest/globals';
import { BackupClient, type BackupClientOptions, type ServiceId } from '../../../src/index.ts';
import { MemoryDispatcher, PROJECT, type Reply, thrownBy } from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

type Form = 'scoped' | 'plain';

const SERVICES = ['rds', 'taurusdb', 'dds'] as const satisfies readonly ServiceId[];
const IAM = 'https://iam.test';
const EU_DE = { region: 'eu-de', projectId: PROJECT };
const refused: Reply = { status: 401, body: { error_code: 'APIGW.0301', error_msg: 'x' } };

/** A cloud whose hosts take these forms, and what it was sent: `rds scoped`. */
function formedCloud(
  takes: (host: string, at: number) => readonly Form[],
  options: Partial<BackupClientOptions>,
) {
  const sent: string[] = [];
  const headers: Readonly<Record<string, string>>[] = [];
  const dispatcher = new MemoryDispatcher((request) => {
    const host = request.url.hostname.replace('.test', '');
    const { authorization = '' } = request.headers;
    const form = /^SDK-HMAC-SHA256 Credential=the-key\/20261121\/\/\/sdk_request, /.test(
      authorization,
    )
      ? 'scoped'
      : /^SDK-HMAC-SHA256 Access=the-key, /.test(authorization) && 'plain';
    if (form === false) throw new Error(authorization);
    const at = sent.push(`${host} ${form}`) - 1;
    headers.push(request.headers);
    if (!takes(host, at).includes(form)) return refused;
    const projects = [{ id: PROJECT, name: 'eu-de' }];
    return { body: host === 'iam' ? { projects } : { backups: [], total_count: 0 } };
  });
  const client = new BackupClient({
    endpoints: Object.fromEntries(SERVICES.map((id) => [id, `https://${id}.test`])),
    iamEndpoint: IAM,
    credentials: {
      kind: 'keys',
      accessKey: 'the-key',
      secretKey: 'the-secret',
      securityToken: 'the-security-token',
    },
    dispatcher,
    clock: virtualClock(),
    ...options,
  });
  const list = (service: (typeof SERVICES)[number]) =>
    client.listBackups({ service, instanceId: 'i-1' });
  return { client, sent, headers, list };
}

test.each<[string, Partial<BackupClientOptions>, Form]>([
  ['a region of OTC', { region: 'eu-de' }, 'scoped'],
  ['cloud: otc', { cloud: 'otc' }, 'scoped'],
  ['cloud: otc, with a region that nobody lists', { cloud: 'otc', region: 'eu-new' }, 'scoped'],
  ['a region of Huawei Cloud', { region: 'ap-southeast-3' }, 'plain'],
  ['Huawei Cloud EU', { cloud: 'huaweicloud-eu' }, 'plain'],
  ['no region', {}, 'plain'],
  ['a region that nobody lists', { region: 'eu-new' }, 'plain'],
])('%s, with endpoints of one’s own: the first form', async (_, options, form) => {
  const { sent, list } = formedCloud(() => ['scoped', 'plain'], { projectId: PROJECT, ...options });
  await list('rds');
  expect(sent).toEqual([`rds ${form}`]);
});

test('the scoped form leaves project and security token unsigned, the plain one signs them', async () => {
  for (const [options, signed] of [
    [{ cloud: 'otc' }, 'host;x-sdk-date'],
    [{ cloud: 'huaweicloud' }, 'host;x-project-id;x-sdk-date;x-security-token'],
  ] as const) {
    const cloud = formedCloud(() => ['scoped', 'plain'], { projectId: PROJECT, ...options });
    await cloud.list('rds');
    const [headers] = cloud.headers;
    const names = /SignedHeaders=([^,]+)/.exec(headers?.['authorization'] ?? '')?.[1];
    // Whatever else every call has is signed too.
    expect(names?.replace('content-type;', '')).toBe(signed);
    expect(headers).toMatchObject({
      'x-project-id': PROJECT,
      'x-security-token': 'the-security-token',
    });
  }
});

test('where OTC takes the plain form alone: one refusal, and every other host starts with it', async () => {
  const { sent, list } = formedCloud(() => ['plain'], EU_DE);
  for (const service of SERVICES) await list(service);
  await list('rds');
  expect(sent).toEqual(['rds scoped', 'rds plain', 'taurusdb plain', 'dds plain', 'rds plain']);
});

test('hosts that take different forms: each keeps its own', async () => {
  const takes = (host: string): readonly Form[] => [host === 'taurusdb' ? 'plain' : 'scoped'];
  const { sent, list, client } = formedCloud(takes, { region: 'eu-de' });
  await client.findProjectId();
  for (const service of SERVICES) await list(service);
  await list('taurusdb');
  await list('rds');
  expect(sent).toEqual([
    'iam scoped',
    'rds scoped',
    'taurusdb scoped',
    'taurusdb plain',
    'dds plain',
    'dds scoped',
    'taurusdb plain',
    'rds scoped',
  ]);
});

test('after an acceptance a refusal never changes the form: three, and then an end', async () => {
  const takes = (_: string, at: number): readonly Form[] => (at === 0 ? ['scoped'] : []);
  const { sent, list } = formedCloud(takes, EU_DE);
  await list('rds');
  expect(await thrownBy(list('rds'))).toMatchObject({ kind: 'login', status: 401 });
  expect(sent).toEqual(Array(4).fill('rds scoped'));
  expect(await thrownBy(list('rds'))).toMatchObject({ name: 'LoginError' });
  expect(sent).toHaveLength(4);
});

test('a host that takes neither form of an accepted key: three refusals, and the others go on', async () => {
  const takes = (host: string): readonly Form[] => (host === 'taurusdb' ? [] : ['scoped']);
  const { sent, list } = formedCloud(takes, EU_DE);
  await list('rds');
  expect(await thrownBy(list('taurusdb'))).toMatchObject({ kind: 'login', title: 'TaurusDB' });
  await list('rds');
  expect(sent).toEqual([
    'rds scoped',
    'taurusdb scoped',
    'taurusdb plain',
    'taurusdb plain',
    'rds scoped',
  ]);
});

test.each([
  ['otc', ['rds scoped', 'rds plain']],
  ['huaweicloud', ['rds plain']],
  ['huaweicloud-eu', ['rds plain']],
] as const)('a wrong key on %s: %j, and nothing more', async (cloud, expected) => {
  const { sent, list } = formedCloud(() => [], { cloud, projectId: PROJECT });
  expect(await thrownBy(list('rds'))).toMatchObject({ name: 'ApiError', kind: 'login' });
  for (const service of SERVICES) {
    expect(await thrownBy(list(service))).toMatchObject({ name: 'LoginError', isPassing: false });
  }
  expect(sent).toEqual(expected);
});

test('a host that breaks off between the two forms costs no third refusal at another', async () => {
  const { sent, list } = formedCloud((host, at) => {
    if (host === 'rds' && at > 0) throw Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    return [];
  }, EU_DE);
  await thrownBy(list('rds'));
  for (const service of ['taurusdb', 'dds', 'rds'] as const) await thrownBy(list(service));
  expect(new Set(sent)).toEqual(new Set(['rds scoped', 'rds plain', 'taurusdb plain']));
  expect(sent.filter((one) => one === 'rds scoped' || one === 'taurusdb plain')).toHaveLength(2);
});
