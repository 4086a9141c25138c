import { expect, test } from '@jest/globals';
import type { ServiceId } from '../../../src/index.ts';
import { aBackup, broken, INSTANCE, thrownBy } from '../../support/memory-cloud.ts';
import {
  listedBackup,
  manyBackups,
  manyInstances,
  type PageCall,
  type RestlessSetup,
  restlessCloud,
} from '../../support/restless-cloud.ts';

const PAGED: readonly ServiceId[] = ['taurusdb', 'gaussdb', 'geminidb', 'dds', 'rds'];
const order = (service: ServiceId) =>
  ({ service, instanceId: INSTANCE, name: 'nightly', description: 'before v2' }) as const;

/** One of the first page is deleted before the second one is read. */
const deletesInFront: RestlessSetup['change'] = (list, { call }) => {
  if (call === 1) list.splice(3, 1);
};
const at = (place: number, wanted: object) => manyBackups(130).toSpliced(place, 0, wanted as never);
const ours = listedBackup('ours', { name: 'nightly' });

test.each(PAGED)(
  '%s: the backup that is wanted is taken, though one in front of it was deleted between the pages',
  async (service) => {
    const cloud = restlessCloud({ backups: at(100, ours), change: deletesInFront });
    const taken = await cloud.client.createBackup(order(service), { reuseExisting: true });
    expect(taken).toMatchObject({ id: 'ours', created: false });
    expect(cloud.count('POST')).toBe(0);
  },
);

const isFirst = ({ call }: PageCall) => call === 0;
const isAny = () => true;

test.each<ServiceId>([...PAGED, 'rds-v1'])(
  '%s: a list that is empty at first, though it counts, is read anew before a create',
  async (service) => {
    const record = service === 'rds-v1' ? { ...ours, backuptype: '1', instance_id: 'n-1' } : ours;
    const instanceId = service === 'rds-v1' ? 'n-1' : INSTANCE;
    const cloud = restlessCloud({ backups: [record], isEmpty: isFirst });
    const wanted = { ...order(service), instanceId };
    const taken = await cloud.client.createBackup(wanted, { reuseExisting: true });
    expect(taken).toMatchObject({ id: 'ours', created: false });
    expect(cloud.count('POST')).toBe(0);
  },
);

test.each<ServiceId>([...PAGED, 'rds-v1'])(
  '%s: nothing is asked for while the list counts what it does not show',
  async (service) => {
    const instanceId = service === 'rds-v1' ? 'n-1' : INSTANCE;
    const cloud = restlessCloud({ backups: [ours], isEmpty: isAny });
    const create = cloud.client.createBackup({ ...order(service), instanceId });
    expect(await thrownBy(create)).toMatchObject({
      name: 'ListMovedError',
      message: expect.stringContaining('and lists none of them'),
    });
    expect(cloud.count('POST')).toBe(0);
    expect(cloud.sent).toHaveLength(5);
  },
);

test('what a list shows counts at once, whatever is behind it', async () => {
  const isEmpty = ({ offset }: PageCall) => offset > 0;
  const cloud = restlessCloud({ backups: at(10, ours), isEmpty });
  const taken = await cloud.client.createBackup(order('taurusdb'), { reuseExisting: true });
  expect(taken).toMatchObject({ id: 'ours', created: false });
});

test('after a lost answer a list that can’t be relied on holds the next create back', async () => {
  const cloud = restlessCloud({
    backups: [ours],
    isEmpty: ({ call }) => call > 0,
    create: () => broken('ECONNRESET'),
  });
  const create = cloud.client.createBackup(order('taurusdb'), { timeoutMs: 600_000 });
  expect(await thrownBy(create)).toHaveProperty('name', 'UncertainCreateError');
  expect(cloud.count('POST')).toBe(1);
  expect(cloud.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
});

test('an instance is found by its name, though one in front of it was deleted between the pages', async () => {
  const wanted = { id: 'i-x', name: 'shop', status: 'ACTIVE' };
  const instances = manyInstances(130).toSpliced(100, 0, wanted);
  const cloud = restlessCloud({ instances, change: deletesInFront });
  const found = cloud.client.findInstance({ service: 'taurusdb', name: 'shop' });
  expect(await found).toHaveProperty('id', 'i-x');
});

test.each([
  ['name', { name: 'db-1' }],
  ['id', { instanceId: 'i-1' }],
])('an instance is found by its %s, though the list was empty at first', async (_, query) => {
  const cloud = restlessCloud({ instances: manyInstances(3), isEmpty: isFirst });
  const found = cloud.client.findInstance({ service: 'taurusdb', ...query });
  expect(await found).toHaveProperty('id', 'i-1');
});

test('no instance is called missing by a list that counts more than it shows', async () => {
  const cloud = restlessCloud({ instances: manyInstances(3), isEmpty: isAny });
  const search = cloud.client.findInstance({ service: 'taurusdb', name: 'db-1' });
  expect(await thrownBy(search)).toHaveProperty('name', 'ListMovedError');
});

test('RDS v1: the primary node is found, though the list was empty at first', async () => {
  const id = 'a'.repeat(32).concat('in01');
  const instance = { id, name: 'db', nodes: [{ id: 'n-1', role: 'master' }] };
  const cloud = restlessCloud({ instances: [instance], isEmpty: isFirst });
  const v1 = { ...order('rds-v1'), instanceId: id };
  expect(await cloud.client.createBackup(v1, { hasUniqueName: true })).toHaveProperty('id', 'new');
});

test.each(PAGED)(
  '%s: a backup is found by its id, though its list was empty at first',
  async (service) => {
    const cloud = restlessCloud({ backups: [ours], isEmpty: isFirst });
    const found = cloud.client.getBackup({ service, id: 'ours', instanceId: INSTANCE });
    expect(await found).toHaveProperty('id', 'ours');
  },
);

test('a whole list is read anew until it stood still, and a cancel ends that', async () => {
  const backups = manyBackups(130);
  const isEmpty = ({ call }: PageCall) => call % 3 !== 2 && call < 6;
  const cloud = restlessCloud({ backups, isEmpty });
  expect(await cloud.client.listBackups({ service: 'taurusdb' })).toHaveLength(130);
  const never = restlessCloud({ backups, isEmpty: isAny });
  const signal = AbortSignal.abort();
  expect(
    await thrownBy(never.client.listBackups({ service: 'taurusdb' }, { signal })),
  ).toMatchObject({ name: 'CancelledError' });
});

const completed = { service: 'taurusdb', instanceId: INSTANCE, id: 'old-0' } as const;
const rule = { keepLast: 1, minAgeMs: 0, isOurs: () => true };

test('retention deletes nothing by a list that moved, and all that is old by one that stood still', async () => {
  const backups = manyBackups(130).map((backup, index) => {
    const begin_time = new Date(Date.UTC(2026, 10, 19) - index * 3_600_000).toISOString();
    const end_time = begin_time;
    return { ...backup, begin_time, end_time };
  });
  const isEmpty = ({ offset }: PageCall) => offset > 0;
  const moved = restlessCloud({ backups, isEmpty });
  expect(await thrownBy(moved.client.pruneBackups(completed, rule))).toMatchObject({
    name: 'ListMovedError',
    message: expect.stringContaining('moved while it was read'),
  });
  expect(await thrownBy(moved.client.findOldBackups(completed, rule))).toHaveProperty(
    'name',
    'ListMovedError',
  );
  expect(moved.count('DELETE')).toBe(0);
  const still = restlessCloud({ backups, change: deletesInFront });
  const { deleted } = await still.client.pruneBackups(completed, rule);
  expect(deleted).toHaveLength(129);
});

test('a wait goes on while the list counts what it does not show', async () => {
  const cloud = restlessCloud({
    backups: [listedBackup('b-1')],
    isEmpty: ({ call }) => call < 40,
  });
  const wait = cloud.client.waitForBackup(aBackup({ wasListed: true }), { timeoutMs: 7_200_000 });
  expect(await wait).toMatchObject({ id: 'b-1', status: 'COMPLETED' });
  expect(cloud.clock.monotonicMs()).toBeGreaterThan(60_000);
  const warnings = cloud.log.lines.filter((line) => line.startsWith('warning'));
  expect(warnings).toEqual([expect.stringContaining('Looking again later at the backups of')]);
});

test('several waits whose list moves go on by id', async () => {
  const ids = ['b-1', 'b-2', 'b-3', 'b-4', 'b-5'];
  const cloud = restlessCloud({
    backups: ids.map((id) => listedBackup(id)),
    isEmpty: ({ isById }) => !isById,
  });
  const waits = ids.map((id) =>
    cloud.client.waitForBackup(aBackup({ id, wasListed: true }), { timeoutMs: 600_000 }),
  );
  expect((await Promise.all(waits)).map(({ id }) => id)).toEqual(ids);
});
