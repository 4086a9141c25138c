import { expect, test } from '@jest/globals';
import { createSharedLists } from '../../../src/backup/shared-lists.ts';
import type { ServiceId } from '../../../src/index.ts';
import { fleetCloud, forAnHour, HOUR_MS, manyOrders } from '../../support/fleet-cloud.ts';
import { thrownBy } from '../../support/memory-cloud.ts';
import { refusedWith } from '../../support/scripted-cloud.ts';

const rule = { keepLast: 1, isOurs: () => true };

/** What the dry run of so many databases does: a preflight of each, and what retention would delete. */
async function lookAtAll(service: ServiceId, fleet: ReturnType<typeof fleetCloud>) {
  const { client, clock } = fleet;
  const lists = createSharedLists();
  const looks = manyOrders(service, 25).map(async (order) => {
    const report = await client.preflightBy(lists, order);
    return { report, old: await client.findOldBackupsBy(lists, order, rule) };
  });
  return await clock.play(Promise.all(looks));
}

test.each<[ServiceId, number]>([
  ['dds', 31],
  ['gaussdb', 31],
  ['geminidb', 31],
  ['rds-v1', 1],
  // Names of TaurusDB need not be unique, and RDS lists by instance: each asks for its own.
  ['taurusdb', 25],
  ['rds', 25],
])(
  '25 databases of %s in a project of 3,000 backups take %d list calls together',
  async (service, calls) => {
    const fleet = fleetCloud({ others: 3_000, cloud: 'huaweicloud' });
    const looks = await lookAtAll(service, fleet);
    expect(looks.every(({ report }) => report.isReady)).toBe(true);
    expect(fleet.ofKind('list')).toHaveLength(calls);
  },
);

test('each is shown its own backups of the list that all share', async () => {
  const fleet = fleetCloud({ cloud: 'huaweicloud', others: 150 });
  const { client, clock } = fleet;
  const orders = manyOrders('dds', 3);
  const play = async () => {
    await client.createBackups(orders, forAnHour);
    await clock.sleep(5 * HOUR_MS, new AbortController().signal);
    const lists = createSharedLists();
    const finds = orders.map(async (order) => {
      const { checks } = await client.preflightBy(lists, { ...order, name: 'another' });
      expect(checks).toContainEqual(expect.objectContaining({ text: '153 listed.' }));
      return await client.findOldBackupsBy(lists, order, rule);
    });
    return await Promise.all(finds);
  };
  const old = await clock.play(play());
  expect(old.map((list) => list.map(({ id }) => id))).toEqual([
    ['backup-of-dds-1'],
    ['backup-of-dds-2'],
    ['backup-of-dds-3'],
  ]);
});

test('a list that is refused is asked for once, and each is told', async () => {
  const fleet = fleetCloud({
    cloud: 'huaweicloud',
    instead: ({ what }) => (what === 'list' ? refusedWith(403, 'DBS.280015') : undefined),
  });
  const { client, clock } = fleet;
  const lists = createSharedLists();
  const looks = manyOrders('dds', 5).map((order) => client.preflightBy(lists, order));
  for (const { checks } of await clock.play(Promise.all(looks))) {
    const right = checks.find(({ title }) => title === 'Right to list backups');
    expect(right).toMatchObject({ verdict: 'failed', text: expect.stringContaining('DBS.280015') });
  }
  expect(fleet.ofKind('list')).toHaveLength(1);
});

test('one who gives up takes the list from nobody else', async () => {
  const fleet = fleetCloud({ cloud: 'huaweicloud', others: 150 });
  const { client, clock } = fleet;
  const lists = createSharedLists();
  const giving = new AbortController();
  const play = async () => {
    const [one, two] = manyOrders('dds', 2).map((order, at) =>
      client.preflightBy(lists, order, at === 0 ? { signal: giving.signal } : {}),
    );
    const end = thrownBy(one ?? Promise.resolve());
    await clock.sleep(300, new AbortController().signal);
    giving.abort();
    expect(await end).toHaveProperty('name', 'CancelledError');
    return await two;
  };
  expect(await clock.play(play())).toHaveProperty('isReady', true);
});
