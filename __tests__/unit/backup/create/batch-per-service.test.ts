import { expect, test } from '@jest/globals';
import { fleetCloud, forAnHour, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';

const play = async (
  { client, clock }: ReturnType<typeof fleetCloud>,
  orders = manyOrders('rds', 3),
) => await clock.play(client.createBackups(orders, forAnHour));

test('RDS can’t list without an instance: each is looked at by itself, all of them at their times', async () => {
  const fleet = fleetCloud();
  const outcomes = await play(fleet);
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(3).fill('COMPLETED'));
  for (const { query } of fleet.ofKind('list')) {
    expect(query['instance_id']).toMatch(/^rds-\d$/);
    expect(query['backup_id']).toBe(`backup-of-${query['instance_id']}`);
  }
  const asked = new Set(fleet.ofKind('list').map(({ query }) => query['instance_id']));
  expect([...asked].toSorted()).toEqual(['rds-1', 'rds-2', 'rds-3']);
});

const oldestFirst = <Entry>(list: readonly Entry[]) => list.toReversed();

test('a list of two pages that is sorted otherwise is read to its end, and no further', async () => {
  const fleet = fleetCloud({ others: 120, sort: oldestFirst });
  const outcomes = await play(fleet, manyOrders('taurusdb', 5));
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(5).fill('COMPLETED'));
  const offsets = fleet.ofKind('list').map(({ query }) => query['offset']);
  expect(new Set(offsets)).toEqual(new Set([undefined, '99']));
});

test('the second page is not read when the first has everybody who waits', async () => {
  const orders = manyOrders('taurusdb', 100);
  const fleet = fleetCloud();
  await play(fleet, orders);
  const late = fleet.ofKind('list').filter(({ atMs }) => atMs > MINUTE_MS);
  expect(late.length).toBeGreaterThan(10);
  expect(late.filter(({ query }) => query['offset'] !== undefined)).toEqual([]);
});

test('a backup on the second page that vanishes does not pass for one that is listed', async () => {
  const fleet = fleetCloud({
    others: 120,
    sort: oldestFirst,
    instead: ({ what, atMs }) => {
      if (what === 'list' && atMs > 2 * MINUTE_MS) fleet.made.length = 0;
      return undefined;
    },
  });
  for (const { error } of await play(fleet, manyOrders('taurusdb', 2))) {
    expect(error).toHaveProperty('name', 'BackupVanishedError');
  }
});

test('services do not wait for each other: one that is silent holds up nobody else’s looks', async () => {
  const fleet = fleetCloud({
    instead: async ({ what, service, signal, atMs }) => {
      const isSilent = what === 'list' && service === 'dds' && atMs > MINUTE_MS;
      if (isSilent) await fleet.clock.sleep(1e9, signal);
      return undefined;
    },
  });
  const orders = [...manyOrders('taurusdb', 2), ...manyOrders('dds', 2)];
  const settledMs: number[] = [];
  const onSettled = (_: unknown, at: number) => {
    settledMs[at] = fleet.clock.monotonicMs();
  };
  const options = { ...forAnHour, onSettled };
  const outcomes = await fleet.clock.play(fleet.client.createBackups(orders, options));
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual([
    ...Array(2).fill('COMPLETED'),
    ...Array(2).fill('BUILDING'),
  ]);
  expect(Math.max(...settledMs.slice(0, 2))).toBeLessThan(6 * MINUTE_MS);
});

test('each service lists its own: a mixed batch takes one call a service and poll', async () => {
  const orders = [
    ...manyOrders('taurusdb', 4),
    ...manyOrders('dds', 4),
    ...manyOrders('gaussdb', 4),
  ];
  const fleet = fleetCloud();
  const outcomes = await play(fleet, orders);
  expect(outcomes.every(({ error }) => error === undefined)).toBe(true);
  const alone = fleetCloud();
  await play(alone, manyOrders('dds', 1));
  const perService = alone.ofKind('list').length;
  for (const service of ['taurusdb', 'dds', 'gaussdb']) {
    const own = fleet.ofKind('list').filter((sent) => sent.service === service);
    expect(own.length).toBeLessThanOrEqual(perService + 4);
  }
});
