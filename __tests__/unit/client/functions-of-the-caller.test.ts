import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import {
  BackupClient,
  type BackupClientOptions,
  type CredentialsFunction,
  type Log,
} from '../../../src/index.ts';
import {
  aBackup,
  HOST,
  INSTANCE,
  MemoryDispatcher,
  PROJECT,
  recordLog,
  TOKEN,
} from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** Rejects, as a promise of another realm: of a sandbox, a test runner, a frame. */
const rejectElsewhere: () => Promise<never> = runInNewContext(
  '() => Promise.reject(new Error("elsewhere"))',
);
const giveElsewhere: (value: unknown) => Promise<never> = runInNewContext(
  '(value) => Promise.resolve(value)',
);

/** As a program without types gives it. */
const untyped = (value: unknown) => runInNewContext('value', { value });

/** Each way in which a function can fail. */
const ways: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('at once');
  },
  'throws what can’t be shown': () => {
    throw Object.create(null);
  },
  rejects: () => Promise.reject(new Error('later')),
  'rejects in another realm': rejectElsewhere,
  'gives a broken thenable': () => ({
    // biome-ignore lint/suspicious/noThenProperty: this is what is tested
    then() {
      throw new Error('no promise');
    },
  }),
  'gives what can’t be read': () => ({
    // biome-ignore lint/suspicious/noThenProperty: this is what is tested
    get then() {
      throw new Error('no member');
    },
  }),
};
const rows = Object.entries(ways);

/** A backup that runs for two minutes, between two older ones. */
function connect(changes: Partial<BackupClientOptions> = {}) {
  const clock = virtualClock();
  const recorded = recordLog();
  const deleted: string[] = [];
  const entry = (id: string, status: string, daysAgo: number) => {
    const atMs = clock.epochMs() - daysAgo * 86_400_000;
    const time = `${new Date(atMs).toISOString().slice(0, 19)}+0000`;
    const times = { begin_time: time, end_time: time };
    return { id, name: id, status, type: 'manual', instance_id: INSTANCE, size: 1, ...times };
  };
  const respond = ({ method, url }: { readonly method: string; readonly url: URL }) => {
    if (method === 'DELETE') deleted.push(url.pathname.split('/').at(-1) ?? '');
    if (method !== 'GET') return { body: { backup: { id: 'b-1' }, job_id: 'j-1' } };
    const status = clock.monotonicMs() < 120_000 ? 'BUILDING' : 'COMPLETED';
    const backups = [entry('b-1', status, 0), entry('b-0', 'COMPLETED', 9)];
    return { body: { backups, total_count: 2 } };
  };
  const client = new BackupClient({
    endpoints: { taurusdb: HOST },
    iamEndpoint: HOST,
    projectId: PROJECT,
    credentials: TOKEN,
    dispatcher: new MemoryDispatcher(respond),
    clock,
    log: recorded,
    ...changes,
  });
  const warnings = () => recorded.lines.filter((line) => line.startsWith('warning'));
  return { client, recorded, warnings, deleted };
}

const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;
const forAnHour = { timeoutMs: 3_600_000, hasUniqueName: true };

test.each(rows)('a log that %s ends nothing', async (_, fail) => {
  let calls = 0;
  const write = () => {
    calls += 1;
    return fail();
  };
  const log: Log = { debug: write, info: write, warning: write, secret: write };
  const { client } = connect({ log });
  const [outcome] = await client.createBackups([order], forAnHour);
  expect(outcome).toMatchObject({ error: undefined, backup: { status: 'COMPLETED' } });
  expect(calls).toBeGreaterThan(3);
});

test.each(rows)('a log of which one line %s is told so once', async (_, fail) => {
  const { client, recorded, warnings } = connect();
  const { client: own } = connect({ log: { ...recorded, info: fail, debug: fail } });
  await own.createBackups([order], forAnHour);
  expect(warnings()).toEqual([expect.stringMatching(/^warning: The caller’s log failed: /)]);
  await client.close();
});

test.each(
  rows.flatMap(([way, fail]) =>
    ['onAccepted', 'onProgress', 'onSettled'].map((name) => ({ way, name, fail })),
  ),
)('$name that $way is a warning, once, and the work goes on', async ({ name, fail }) => {
  const { client, warnings } = connect();
  const [outcome] = await client.createBackups([order], { ...forAnHour, [name]: fail });
  expect(outcome).toMatchObject({ error: undefined, backup: { status: 'COMPLETED' } });
  expect(warnings()).toEqual([expect.stringMatching(new RegExp(`The caller’s ${name} failed: `))]);
});

test.each(rows)('onProgress of a single wait that %s is a warning, once', async (_, fail) => {
  const { client, warnings } = connect();
  const onProgress = () => void 0;
  await client.waitForBackup(aBackup({ instanceId: INSTANCE }), { ...forAnHour, onProgress });
  expect(warnings()).toEqual([]);
  const { client: other, warnings: told } = connect();
  const waited = other.waitForBackup(aBackup({ instanceId: INSTANCE }), {
    ...forAnHour,
    onProgress: fail,
  });
  expect(await waited).toHaveProperty('status', 'COMPLETED');
  expect(told()).toHaveLength(1);
});

const completed = { service: 'taurusdb', id: 'b-1', instanceId: INSTANCE } as const;

test.each<[string, () => unknown]>([
  ...rows,
  ['gives a promise of true', () => Promise.resolve(true)],
  ['gives a text', () => 'true'],
])('isOurs that %s deletes nothing, and is a warning, once', async (_, fail) => {
  const { client, warnings, deleted } = connect();
  await client.waitForBackup(aBackup({ instanceId: INSTANCE }), forAnHour);
  const isOurs: () => boolean = untyped(fail);
  await client.pruneBackups(completed, { keepLast: 1, isOurs });
  expect(deleted).toEqual([]);
  expect(warnings()).toEqual([expect.stringContaining('The caller’s isOurs failed: ')]);
});

test('isOurs that says yes deletes what is old', async () => {
  const { client, deleted } = connect();
  await client.waitForBackup(aBackup({ instanceId: INSTANCE }), forAnHour);
  await client.pruneBackups(completed, { keepLast: 1, isOurs: () => true });
  expect(deleted).toEqual(['b-0']);
});

test('credentials that come by a promise of another realm are taken', async () => {
  const { client } = connect({ credentials: () => giveElsewhere(TOKEN) });
  expect(await client.createBackup(order, { hasUniqueName: true })).toHaveProperty('id', 'b-1');
});

test.each(rows)('a credentials function that %s is a login that failed', async (_, fail) => {
  const credentials: CredentialsFunction = untyped(fail);
  const { client } = connect({ credentials });
  await expect(client.createBackup(order, { hasUniqueName: true })).rejects.toHaveProperty(
    'name',
    'LoginError',
  );
});
