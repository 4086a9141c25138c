import { expect, test } from '@jest/globals';
import type { ServiceId } from '../../../src/index.ts';
import {
  aBackup,
  INSTANCE,
  type MemoryRequest,
  type Reply,
  testClient,
  thrownBy,
} from '../../support/memory-cloud.ts';

const OTHER = 'ffffffffffffffffffffffffffffffffin07';
const order = (service: ServiceId) =>
  ({ service, instanceId: INSTANCE, name: 'nightly', description: 'before v2' }) as const;

interface Setup {
  readonly entries: readonly object[];
  /** How many the server gives at most, whatever it is asked for. */
  readonly pageSize?: number;
  readonly totalCount?: number | undefined;
}

/** A cloud with a list that heeds no filter; a create gives the backup `new`. */
function misleadingCloud({ entries, pageSize = 100, totalCount }: Setup) {
  const sent: string[] = [];
  const respond = ({ method, url }: MemoryRequest): Reply => {
    sent.push(method === 'POST' ? 'create' : url.search);
    if (method === 'POST') return { body: { backup: { id: 'new' }, backup_id: 'new' } };
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const page = entries.slice(offset, offset + pageSize);
    const counted = totalCount === undefined ? {} : { total_count: totalCount };
    return { body: { backups: page, ...counted } };
  };
  return { ...testClient({ respond }), sent };
}

const entry = (id: string, fields: object = {}) => ({
  id,
  name: 'nightly',
  status: 'COMPLETED',
  type: 'manual',
  instance_id: INSTANCE,
  begin_time: '2026-11-20T08:00:00+0000',
  ...fields,
});
const theirs = entry('theirs', { instance_id: OTHER });

test.each<ServiceId>(['taurusdb', 'gaussdb', 'geminidb', 'dds', 'rds'])(
  '%s: another instance’s backup of the same name is not taken, though its list shows it',
  async (service) => {
    const { client, sent } = misleadingCloud({ entries: [theirs], totalCount: 1 });
    const made = await client.createBackup(order(service), { reuseExisting: true });
    expect(made).toMatchObject({ id: 'new', created: true });
    expect(sent.filter((what) => what === 'create')).toHaveLength(1);
  },
);

test('a backup that its list gives to no instance is taken for the one that was asked for', async () => {
  const unnamed = entry('ours', { instance_id: undefined });
  const { client } = misleadingCloud({ entries: [theirs, unnamed], totalCount: 2 });
  const taken = await client.createBackup(order('taurusdb'), { reuseExisting: true });
  expect(taken).toMatchObject({ id: 'ours', created: false });
});

test('an instance’s id in capital letters is the same id', async () => {
  const ours = entry('ours', { instance_id: INSTANCE.toUpperCase() });
  const { client } = misleadingCloud({ entries: [ours], totalCount: 1 });
  const found = await client.listBackups({ service: 'taurusdb', instanceId: INSTANCE });
  expect(found.map(({ id }) => id)).toEqual(['ours']);
});

test('RDS v1, whose records name nodes, knows another node’s', async () => {
  const records = ['n-1', 'n-2', undefined].map((instance_id, at) =>
    entry(`b-${at}`, { instance_id, backuptype: '1' }),
  );
  const { client } = misleadingCloud({ entries: records });
  const found = await client.listBackups({ service: 'rds-v1', instanceId: 'n-1', type: 'manual' });
  expect(found.map(({ id }) => id)).toEqual(['b-0', 'b-2']);
});

test('a wait does not end green by a record that is another instance’s', async () => {
  const mixedUp = entry('b-1', { instance_id: OTHER });
  const { client } = misleadingCloud({ entries: [mixedUp], totalCount: 1 });
  const wait = client.waitForBackup(aBackup(), { timeoutMs: 60_000 });
  expect(await thrownBy(wait)).toHaveProperty('name', 'DeadlineError');
  const ref = { service: 'taurusdb', id: 'b-1', instanceId: INSTANCE } as const;
  expect(await client.getBackup(ref)).toBeUndefined();
});

const many = (count: number) => Array.from({ length: count }, (_, at) => entry(`b-${at}`));
const listAll = async (setup: Setup) => {
  const { client, sent } = misleadingCloud(setup);
  const found = await client.listBackups({ service: 'taurusdb' });
  return { count: found.length, offsets: sent.map((query) => query.match(/offset=(\d+)/)?.[1]) };
};

test('a server that gives 50 a page is asked on from what was read, while it counts more', async () => {
  const { count, offsets } = await listAll({ entries: many(120), pageSize: 50, totalCount: 120 });
  expect(count).toBe(120);
  expect(offsets).toEqual([undefined, '49', '98']);
});

test('a server that counts nothing is asked until a page shows nothing but the last entry', async () => {
  const { count, offsets } = await listAll({ entries: many(60), pageSize: 50 });
  expect(count).toBe(60);
  expect(offsets).toEqual([undefined, '49', '59']);
});

test.each([
  ['a short page that is all that is counted', { entries: many(7), totalCount: 7 }],
  ['an empty page', { entries: [] }],
])('%s costs no second call', async (_, setup) => {
  expect((await listAll(setup)).offsets).toEqual([undefined]);
});

test('a page without anything new ends the list, whatever is counted', async () => {
  const { offsets } = await listAll({ entries: many(3), totalCount: 5_000 });
  expect(offsets).toEqual([undefined, '2']);
});

test('a backup behind a short page is taken, and not made a second time', async () => {
  const entries = [...many(59).map((one) => ({ ...one, name: 'other' })), entry('ours')];
  const { client, sent } = misleadingCloud({ entries, pageSize: 50, totalCount: 60 });
  const taken = await client.createBackup(order('taurusdb'), { reuseExisting: true });
  expect(taken).toMatchObject({ id: 'ours', created: false });
  expect(sent).not.toContain('create');
});

test('a backup is found by its id where the list heeds no id and has pages', async () => {
  const entries = [...many(130), entry('b-x', { status: 'FAILED' })];
  const { client } = misleadingCloud({ entries, totalCount: 131 });
  const ref = { service: 'taurusdb', id: 'b-x', instanceId: INSTANCE } as const;
  expect(await client.getBackup(ref)).toMatchObject({ id: 'b-x', status: 'FAILED' });
});
