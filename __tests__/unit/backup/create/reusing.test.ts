import { expect, test } from '@jest/globals';
import { broken, INSTANCE, type Reply, thrownBy } from '../../../support/memory-cloud.ts';
import {
  accepted,
  busy,
  duplicate,
  type Listed,
  listed,
  order,
  scriptedCloud,
} from '../../../support/scripted-cloud.ts';

const old = { ...listed, id: 'b-0', begin_time: '2026-11-20T03:00:00+0000', description: 'x' };
const reuseExisting = true;

test.each([
  ['COMPLETED', 'COMPLETED'],
  ['AVAILABLE', 'COMPLETED'],
  ['BUILDING', 'BUILDING'],
])('one that is %s is taken, however old, and nothing is created', async (word, status) => {
  const cloud = scriptedCloud({ creates: [accepted], backups: () => [{ ...old, status: word }] });
  expect(await cloud.client.createBackup(order, { reuseExisting })).toMatchObject({
    id: 'b-0',
    jobId: undefined,
    name: 'nightly',
    instanceId: INSTANCE,
    status,
    statusWord: word,
    beginTime: '2026-11-20T03:00:00Z',
    created: false,
  });
  expect([cloud.count('list'), cloud.count('create')]).toEqual([1, 0]);
  expect(cloud.log.lines).toContain(
    'info: Backup b-0 has this name already: taking it instead of a new one.',
  );
});

test.each<[string, Partial<Listed>]>([
  ['failed', { status: 'FAILED' }],
  ['in an unknown state', { status: 'PAUSED' }],
  ['without a state', { status: '' }],
  ['of another name', { name: 'nightly2' }],
])('one that is %s is never taken', async (_, changes) => {
  const cloud = scriptedCloud({ creates: [accepted], backups: () => [{ ...old, ...changes }] });
  const backup = await cloud.client.createBackup(order, { reuseExisting });
  expect(backup).toMatchObject({ id: 'b-1', jobId: 'j-1', created: true });
  expect(cloud.count('create')).toBe(1);
});

test('a completed one comes before a running one, and both before a failed one', async () => {
  const backups = (...words: readonly string[]) =>
    words.map((status) => ({ ...old, id: status, status }));
  const take = async (...words: readonly string[]) => {
    const cloud = scriptedCloud({ creates: [accepted], backups: () => backups(...words) });
    return (await cloud.client.createBackup(order, { reuseExisting })).id;
  };
  expect(await take('FAILED', 'BUILDING', 'COMPLETED')).toBe('COMPLETED');
  expect(await take('COMPLETED', 'BUILDING')).toBe('COMPLETED');
  expect(await take('FAILED', 'BUILDING')).toBe('BUILDING');
});

test('also a name of one’s own is looked for', async () => {
  const cloud = scriptedCloud({ creates: [accepted], backups: () => [old] });
  const options = { reuseExisting, hasUniqueName: true };
  expect(await cloud.client.createBackup(order, options)).toMatchObject({ id: 'b-0' });
});

test('one that another run makes while we wait for the instance is taken', async () => {
  const cloud = scriptedCloud({
    creates: [busy, duplicate],
    backups: ({ creates }) => (creates < 2 ? [] : [{ ...listed, id: 'b-7', description: 'x' }]),
  });
  expect(await cloud.client.createBackup(order, { reuseExisting })).toMatchObject({
    id: 'b-7',
    created: false,
  });
  expect(cloud.count('create')).toBe(2);
});

test('a duplicate that can’t be taken stays an error that explains it', async () => {
  const cloud = scriptedCloud({
    creates: [duplicate],
    backups: () => [{ ...old, status: 'FAILED' }],
  });
  expect(await thrownBy(cloud.client.createBackup(order, { reuseExisting }))).toMatchObject({
    name: 'ApiError',
    kind: 'duplicate-name',
  });
  expect(cloud.count('create')).toBe(1);
});

test('unless it is asked for, an existing one is not taken', async () => {
  const cloud = scriptedCloud({ creates: [duplicate], backups: () => [old] });
  const error = await thrownBy(cloud.client.createBackup(order));
  expect(error).toMatchObject({
    kind: 'duplicate-name',
    hint: expect.stringContaining('reuseExisting: true'),
  });
  expect([cloud.count('list'), cloud.count('create')]).toEqual([2, 1]);
});

test('one that another run makes while ours waits for a busy instance is taken, not doubled', async () => {
  const madeAtMs = 5 * 60_000;
  const cloud = scriptedCloud({
    creates: [busy, accepted],
    backups: ({ clock }) =>
      clock.monotonicMs() < madeAtMs ? [] : [{ ...old, status: 'COMPLETED' }],
    instance: ({ clock }) => (clock.monotonicMs() < madeAtMs ? 'BACKING UP' : 'ACTIVE'),
  });
  const options = { reuseExisting, timeoutMs: 3_600_000 };
  expect(await cloud.client.createBackup(order, options)).toMatchObject({
    id: 'b-0',
    status: 'COMPLETED',
    created: false,
  });
  expect(cloud.count('create')).toBe(1);
});

test.each<[string, Reply | Error]>([
  ['throttled', { status: 429 }],
  ['unreached', broken('ECONNREFUSED')],
])('one that another run makes while ours is %s is taken as well', async (_, first) => {
  const cloud = scriptedCloud({
    creates: [first, accepted],
    backups: ({ creates }) => (creates === 0 ? [] : [{ ...old, status: 'BUILDING' }]),
  });
  expect(await cloud.client.createBackup(order, { reuseExisting })).toMatchObject({ id: 'b-0' });
  expect(cloud.count('create')).toBe(1);
});

const otherNames = {
  isOne: (name: string) => /^nightly(-retry-\d+)?$/.test(name),
  afterFailures: (count: number) => `nightly-retry-${count}`,
};

test('a failed one of the same work does not block the next try: that gets the next free name', async () => {
  const failed = (id: string, name: string): Listed => ({ ...old, id, name, status: 'FAILED' });
  const nameAfter = async (...backups: readonly Listed[]) => {
    const cloud = scriptedCloud({ creates: [accepted], backups: () => backups });
    const { name, created } = await cloud.client.createBackup(
      { ...order, otherNames },
      { reuseExisting },
    );
    expect(created).toBe(true);
    return name;
  };
  expect(await nameAfter()).toBe('nightly');
  expect(await nameAfter(failed('b-0', 'nightly'))).toBe('nightly-retry-1');
  expect(await nameAfter(failed('b-0', 'nightly'), failed('b-2', 'nightly-retry-1'))).toBe(
    'nightly-retry-2',
  );
  // Retention has deleted one in between.
  expect(await nameAfter(failed('b-0', 'nightly'), failed('b-2', 'nightly-retry-2'))).toBe(
    'nightly-retry-3',
  );
  expect(await nameAfter(failed('b-2', 'nightly-retry-1'))).toBe('nightly');
});

test.each(['nightly', 'nightly-retry-1', 'nightly-retry-7'])(
  'a completed one of the same work is taken under its name %s',
  async (name) => {
    const backups = [
      { ...old, id: 'b-f', status: 'FAILED' },
      { ...old, name, status: 'COMPLETED' },
    ];
    const cloud = scriptedCloud({ creates: [accepted], backups: () => backups });
    const asked = { ...order, otherNames };
    expect(await cloud.client.createBackup(asked, { reuseExisting })).toMatchObject({
      id: 'b-0',
      name,
      created: false,
    });
    expect(cloud.count('create')).toBe(0);
  },
);

test('a name that only looks alike is another’s, in whatever case', async () => {
  const backups = [{ ...old, name: 'Nightly', status: 'COMPLETED' }];
  const cloud = scriptedCloud({ creates: [accepted], backups: () => backups });
  expect(await cloud.client.createBackup(order, { reuseExisting })).toMatchObject({
    created: true,
  });
});

test('a function that gives one taken name for ever is told, and nothing is created', async () => {
  const cloud = scriptedCloud({
    creates: [accepted],
    backups: () => [{ ...old, status: 'FAILED' }],
  });
  const otherNames = { isOne: () => false, afterFailures: () => order.name };
  const create = cloud.client.createBackup({ ...order, otherNames }, { reuseExisting });
  expect(await thrownBy(create)).toMatchObject({
    name: 'InputError',
    problems: [expect.objectContaining({ input: 'otherNames.afterFailures' })],
  });
  expect(cloud.count('create')).toBe(0);
});
