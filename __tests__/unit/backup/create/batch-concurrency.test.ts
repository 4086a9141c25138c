import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fleetCloud, forAnHour, manyOrders } from '../../../support/fleet-cloud.ts';

const play = async (count: number, concurrency?: number) => {
  const fleet = fleetCloud({ latencyMs: 1_000 });
  const { client, clock } = fleet;
  const options = { ...forAnHour, concurrency };
  const outcomes = await clock.play(
    client.createBackups(manyOrders('taurusdb', count), { ...options }),
  );
  expect(outcomes.every(({ error }) => error === undefined)).toBe(true);
  return fleet;
};

test('eight creates are under way at a time, unless told', async () => {
  const { findMostInFlight } = await play(20);
  expect(findMostInFlight()).toBe(8);
});

test('never are more creates under way than `concurrency` says, and never fewer than could be', async () => {
  const count = fc.integer({ min: 1, max: 12 });
  await fc.assert(
    fc.asyncProperty(count, count, async (orders, concurrency) => {
      const { findMostInFlight } = await play(orders, concurrency);
      // The first goes alone: it shows that the login is good.
      expect(findMostInFlight()).toBe(Math.max(1, Math.min(orders - 1, concurrency)));
    }),
    { numRuns: 20 },
  );
});

test('running backups are not limited: the last create goes out while the first backup runs', async () => {
  const { ofKind } = await play(20, 2);
  const createsMs = ofKind('create').map(({ atMs }) => atMs);
  expect(Math.max(...createsMs)).toBeLessThan(30_000);
});

test('with a concurrency of one the creates go out in the order that was given', async () => {
  const { ofKind } = await play(5, 1);
  const ids = manyOrders('taurusdb', 5).map(({ instanceId }) => instanceId);
  expect(ofKind('create').map(({ instanceId }) => instanceId)).toEqual(ids);
});
