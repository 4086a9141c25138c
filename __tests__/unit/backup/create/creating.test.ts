import { expect, test } from '@jest/globals';
import { InputError, type ServiceId, UncertainCreateError } from '../../../../src/index.ts';
import {
  broken,
  INSTANCE,
  type Reply,
  type Respond,
  testClient,
  thrownBy,
} from '../../../support/memory-cloud.ts';

const order = {
  service: 'taurusdb',
  instanceId: INSTANCE,
  name: 'nightly',
  description: 'd',
} as const;
const accepted = {
  status: 201,
  body: { backup: { id: 'b-1', status: 'BUILDING' }, job_id: 'j-1' },
};

/** Creates at a cloud that answers every create with this and lists nothing; what was sent, too. */
async function createWith(reply: Reply | Error) {
  const sent = { creates: 0, looks: 0 };
  const respond: Respond = ({ method }) => {
    if (method === 'GET') {
      sent.looks++;
      return { body: { backups: [] } };
    }
    sent.creates++;
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const { client, clock } = testClient({ respond });
  const options = { hasUniqueName: true, busyTimeoutMs: 0 };
  const outcome = await thrownBy(client.createBackup(order, options));
  return { outcome, sent, waitedMs: clock.monotonicMs() };
}

test('an accepted backup has the request’s name and instance, whatever the answer says', async () => {
  const backup = {
    id: 'b-1',
    name: 'other',
    instance_id: 'other',
    status: 'BUILDING',
    description: 'x',
  };
  const { outcome, sent } = await createWith({ status: 201, body: { backup, job_id: 'j-1' } });
  expect(sent).toEqual({ creates: 1, looks: 0 });
  expect(outcome).toEqual({
    service: 'taurusdb',
    id: 'b-1',
    jobId: 'j-1',
    name: 'nightly',
    instanceId: INSTANCE,
    status: 'BUILDING',
    statusWord: 'BUILDING',
    partial: false,
    beginTime: undefined,
    endTime: undefined,
    sizeMb: undefined,
    description: 'd',
    type: 'manual',
    created: true,
    wasListed: false,
  });
});

test.each([200, 201, 202])('a %d is success', async (status) => {
  const { outcome, sent } = await createWith({ ...accepted, status });
  expect(outcome).toMatchObject({ id: 'b-1', created: true });
  expect(sent).toEqual({ creates: 1, looks: 0 });
});

test.each<[string, Reply]>([
  ['400', { status: 400, body: { error_code: 'DBS.280277', error_msg: 'x' } }],
  ['403', { status: 403, body: { error_code: 'DBS.200010', error_msg: 'x' } }],
  ['404', { status: 404 }],
])('%s: surely no backup was made, and asking again would not help', async (_, reply) => {
  const { outcome, sent } = await createWith(reply);
  expect(outcome).toHaveProperty('name', 'ApiError');
  expect(sent).toEqual({ creates: 1, looks: 0 });
});

test.each<[string, Reply | Error, number]>([
  ['429, without a deadline', { status: 429 }, 10],
  ['a refused connection', broken('ECONNREFUSED'), 1],
  ['an unknown host', broken('ENOTFOUND'), 1],
])('%s: asked again and again, %#, and surely no backup was made', async (_, reply, minutes) => {
  const { outcome, sent, waitedMs } = await createWith(reply);
  expect(outcome).toHaveProperty('name', reply instanceof Error ? 'NetworkError' : 'ApiError');
  expect(waitedMs).toBeGreaterThanOrEqual(minutes * 60_000);
  expect(waitedMs).toBeLessThanOrEqual((minutes + 1) * 60_000);
  expect(sent.creates).toBeGreaterThan(10);
  expect(sent.looks).toBe(0);
});

const uncertain = {
  backupName: 'nightly',
  instanceId: INSTANCE,
  candidates: [],
  message: expect.stringMatching(/^A backup named nightly may exist: TaurusDB was asked for it/),
  hint: expect.stringContaining(INSTANCE),
};

test.each<[string, Reply | Error]>([
  ['500', { status: 500 }],
  ['502', { status: 502, body: '<html>' }],
  ['504', { status: 504 }],
  ['a reset', broken('ECONNRESET')],
  ['no headers in time', broken('UND_ERR_HEADERS_TIMEOUT')],
  ['an unknown break', broken()],
])('%s, three times over: a backup may exist, and how to look is said', async (_, reply) => {
  const { outcome, sent } = await createWith(reply);
  expect(outcome).toBeInstanceOf(UncertainCreateError);
  expect(outcome).toMatchObject(uncertain);
  expect(sent.creates).toBe(3);
  expect(sent.looks).toBeGreaterThan(3 * 20);
});

test.each<[string, Reply]>([
  ['without an id', { status: 200, body: {} }],
  ['that is HTML', { status: 200, body: '<html>' }],
  ['that is cut off', { status: 201, body: '{"backup": {"id": "b-' }],
  ['that is empty', { status: 202 }],
])('a 2xx %s is looked for and never repeated: a backup may exist', async (_, reply) => {
  const { outcome, sent } = await createWith(reply);
  expect(outcome).toBeInstanceOf(UncertainCreateError);
  expect(outcome).toMatchObject(uncertain);
  expect(sent.creates).toBe(1);
  expect(sent.looks).toBeGreaterThan(20);
});

test('a wrong order is told whole, before any request', async () => {
  const respond: Respond = () => {
    throw new Error('a request was sent');
  };
  const { client } = testClient({ respond });
  const bad = { service: 'geminidb', instanceId: 'a b', name: '1x', databases: ['x'] } as const;
  const error = await thrownBy(client.createBackup(bad));
  expect(error).toBeInstanceOf(InputError);
  expect(error).toMatchObject({
    problems: [
      { input: 'instanceId' },
      { input: 'name' },
      { input: 'databases' },
      { input: 'description' },
    ],
  });
});

test.each<[ServiceId, string, string | undefined]>([
  ['taurusdb', 'in07', undefined],
  ['taurusdb', 'in01', 'ends like one of RDS'],
  ['rds', 'in06', 'ends like one of GeminiDB, but the service is RDS: check both.'],
  ['rds', 'in99', undefined],
  ['rds-v1', 'no01', undefined],
  ['rds-v1', 'in07', 'TaurusDB'],
])('%s with an id that ends in %s: warning %s', async (service, suffix, warning) => {
  const body = { backup: { id: 'b-1' }, backup_id: 'b-1' };
  const { client, log } = testClient({ respond: () => ({ body }) });
  const instanceId = `${'a'.repeat(32)}${suffix}`;
  await client.createBackup({ ...order, service, instanceId }, { hasUniqueName: true });
  const warnings = log.lines.filter((line) => line.startsWith('warning'));
  expect(warnings).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)]);
});
