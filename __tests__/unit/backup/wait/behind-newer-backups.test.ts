import { expect, test } from '@jest/globals';
import { fleetCloud, forAnHour, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';
import { START_MS } from '../../../support/virtual-clock.ts';

const timeOf = (ms: number) => new Date(ms).toISOString();
const isOwn = ({ id }: { readonly id: string }) => id.startsWith('backup-of');

test('a backup is found behind a hundred newer ones, though the cloud dates it twenty minutes before its acceptance', async () => {
  const isOld = ({ id }: { readonly id: string }) => isOwn({ id }) && !id.endsWith('-1');
  const fleet = fleetCloud({
    others: 120,
    sort: (list) => [
      ...list.filter((one) => isOwn(one) && !isOld(one)),
      ...list
        .filter((one) => !isOwn(one))
        .map((one, at) => ({ ...one, begin_time: timeOf(START_MS - 16 * MINUTE_MS - at * 1_000) })),
      ...list
        .filter(isOld)
        .map((one) => ({ ...one, begin_time: timeOf(START_MS - 20 * MINUTE_MS) })),
    ],
  });
  const making = fleet.client.createBackups(manyOrders('taurusdb', 4), forAnHour);
  const outcomes = await fleet.clock.play(making);
  expect(outcomes.map(({ backup, error }) => error ?? backup?.status)).toEqual(
    Array(4).fill('COMPLETED'),
  );
});

test('running backups without a begin that were taken over are found behind hundreds of newer ones', async () => {
  const fleet = fleetCloud({
    others: 300,
    sort: (list) => [
      ...list.filter((one) => !isOwn(one)),
      ...list.filter(isOwn).map((one) => ({ ...one, begin_time: '' })),
    ],
  });
  const { client, clock } = fleet;
  const orders = manyOrders('taurusdb', 5);
  const play = async () => {
    await client.createBackups(orders, { wait: false, hasUniqueName: true });
    const reusing = { timeoutMs: forAnHour.timeoutMs, reuseExisting: true };
    return await client.createBackups(orders, reusing);
  };
  const outcomes = await clock.play(play());
  expect(fleet.made).toHaveLength(5);
  expect(outcomes.map(({ backup, error }) => error ?? [backup?.status, backup?.created])).toEqual(
    Array(5).fill(['COMPLETED', false]),
  );
});
