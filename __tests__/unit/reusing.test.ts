import { expect, test } from '@jest/globals';
import {
  accepted,
  busy,
  duplicate,
  type Listed,
  listed,
  order,
  scriptedCloud,
  thrownBy,
} from './scripted-cloud.ts';
import { INSTANCE } from './test-client.ts';

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
    hint: expect.stringContaining('reuse_existing: true'),
  });
  expect([cloud.count('list'), cloud.count('create')]).toEqual([1, 1]);
});
