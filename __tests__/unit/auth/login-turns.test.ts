import { expect, test } from '@jest/globals';
import { BackupClient, type BackupClientOptions } from '../../../src/index.ts';
import {
  broken,
  MemoryDispatcher,
  PROJECT,
  type Reply,
  TOKEN,
  thrownBy,
} from '../../support/memory-cloud.ts';
import { sharedClock } from '../../support/virtual-clock.ts';

const never = new AbortController().signal;
const SERVICES = ['rds', 'taurusdb', 'geminidb', 'dds', 'gaussdb'] as const;
const keys = { kind: 'keys', accessKey: 'the-key', secretKey: 'the-secret' } as const;
const yes: Reply = { body: { backups: [], total_count: 0 } };
const refused: Reply = { status: 401, body: { error_code: 'APIGW.0301', error_msg: 'x' } };

/** A list of each service at once, of five unless told; each exchange takes a second and ends like this. */
async function listFive(
  respond: (at: number, service: string) => Reply | Error,
  options: Partial<BackupClientOptions> = {},
  services: readonly (typeof SERVICES)[number][] = SERVICES,
) {
  const clock = sharedClock();
  const sent: { readonly service: string; readonly atMs: number }[] = [];
  const dispatcher = new MemoryDispatcher(async ({ url }, signal) => {
    const service = url.hostname.replace('.test', '');
    const at = sent.push({ service, atMs: clock.monotonicMs() }) - 1;
    await clock.sleep(1_000, signal);
    const reply = respond(at, service);
    if (reply instanceof Error) throw reply;
    return reply;
  });
  const client = new BackupClient({
    region: 'eu-de',
    endpoints: Object.fromEntries(SERVICES.map((id) => [id, `https://${id}.test`])),
    projectId: PROJECT,
    credentials: TOKEN,
    dispatcher,
    clock,
    random: () => 0.5,
    ...options,
  });
  const list = (service: (typeof SERVICES)[number]) =>
    client.listBackups({ service, instanceId: 'i-1' });
  const ends = await clock.play(Promise.allSettled(services.map(list)));
  const errors = ends.map((end) => (end.status === 'rejected' ? end.reason : undefined));
  return { sent, startedMs: sent.map(({ atMs }) => atMs), errors, list, clock };
}

test('the first call goes alone; once it is answered all others go together', async () => {
  const { startedMs, errors } = await listFive(() => yes);
  expect(startedMs).toEqual([0, 1_000, 1_000, 1_000, 1_000]);
  expect(errors).toEqual(Array(5).fill(undefined));
});

test.each([
  ['a missing right', { status: 403, body: { error_code: 'DBS.280015', error_msg: 'x' } }],
  ['an unknown instance', { status: 404, body: { error_code: 'DBS.200002', error_msg: 'x' } }],
])('%s shows that the login was accepted', async (_, reply) => {
  const { startedMs } = await listFive(() => reply);
  expect(startedMs).toEqual([0, 1_000, 1_000, 1_000, 1_000]);
});

test.each<[string, Reply | Error]>([
  ['a server’s fault', { status: 503 }],
  ['a fault with a code', { status: 500, body: { error_code: 'DBS.280005', error_msg: 'x' } }],
  ['a throttled call', { status: 429, body: { error_code: 'DBS.280443', error_msg: 'x' } }],
  ['a proxy’s page', { body: '<html></html>' }],
  ['a proxy’s refusal', { status: 403, body: '<html></html>' }],
  ['an unknown path', { status: 404, body: { error_code: 'APIGW.0101', error_msg: 'x' } }],
  ['a broken connection', broken('ECONNRESET')],
])('after %s the next goes alone as well, without waiting for pauses', async (_, reply) => {
  const { sent } = await listFive((at) => (at < 3 ? reply : yes));
  const alone = sent.slice(0, 4).map(({ atMs }) => atMs);
  expect(alone).toEqual([0, 1_000, 2_000, 3_000]);
  expect(new Set(sent.slice(0, 4).map(({ service }) => service)).size).toBe(4);
  expect(sent[4]?.atMs).toBe(4_000);
});

test('a refused key is sent twice on OTC, whoever pauses meanwhile', async () => {
  const busyGateway = { status: 503, headers: { 'retry-after': '30' } };
  const options = { credentials: keys };
  const { sent, errors } = await listFive((at) => (at < 2 ? busyGateway : refused), options);
  // Two that were not answered, and two refusals: nothing after them, though two still wait to try again.
  expect(sent.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000]);
  const names = errors.map((error: Error) => error.name).toSorted();
  expect(names).toEqual(['ApiError', 'LoginError', 'LoginError', 'LoginError', 'LoginError']);
  expect(new Set(errors).size).toBe(5);
});

test('who is not sent any more is told of the refused login, and of nobody else', async () => {
  const { errors } = await listFive(() => refused, { cloud: 'huaweicloud', region: undefined });
  expect(errors.map((error: Error) => error.name)).toEqual([
    'ApiError',
    ...Array(4).fill('LoginError'),
  ]);
  for (const error of errors.slice(1)) {
    expect(String(error)).toBe(
      'LoginError: The login was refused with APIGW.0301 (HTTP 401) when it was first used. It is not tried again: five refusals lock a key.',
    );
    expect(error).toMatchObject({ isPassing: false });
    expect(error).not.toHaveProperty('cause');
  }
});

test('who gives up while waiting for the first ends as cancelled, and is never sent', async () => {
  const clock = sharedClock();
  let sent = 0;
  const dispatcher = new MemoryDispatcher(async (_, signal) => {
    sent += 1;
    await clock.sleep(5_000, signal);
    return yes;
  });
  const endpoints = { rds: 'https://rds.test', dds: 'https://dds.test' };
  const common = { endpoints, projectId: PROJECT, credentials: TOKEN, dispatcher, clock };
  const client = new BackupClient(common);
  const cancelling = new AbortController();
  const reason = new Error('enough');
  const play = async () => {
    const first = client.listBackups({ service: 'rds', instanceId: 'i-1' });
    const { signal } = cancelling;
    const second = thrownBy(client.listBackups({ service: 'dds', instanceId: 'i-1' }, { signal }));
    await clock.sleep(2_000, never);
    cancelling.abort(reason);
    expect(await second).toMatchObject({ name: 'CancelledError' });
    expect(clock.monotonicMs()).toBe(2_000);
    expect(await first).toEqual([]);
  };
  await clock.play(play());
  expect(sent).toBe(1);
});

test('at a service that has not accepted the login yet, its calls go one at a time until it has', async () => {
  const { startedMs } = await listFive(() => yes, {}, ['rds', 'dds', 'dds', 'dds']);
  expect(startedMs).toEqual([0, 1_000, 2_000, 2_000]);
});
