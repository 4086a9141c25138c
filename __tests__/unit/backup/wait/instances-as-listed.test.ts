import { expect, test } from '@jest/globals';
import {
  fleetCloud,
  forAnHour,
  MINUTE_MS,
  manyOrders,
  type Sent,
} from '../../../support/fleet-cloud.ts';

const COUNT = 40;
const BACKUP_MS = 5 * MINUTE_MS;
const orders = manyOrders('rds', COUNT);

interface Listing {
  /** How the list writes an id. */
  readonly write?: (id: string) => string;
  /** Which instances it leaves out, and from when on. */
  readonly isLeftOut?: (id: string, atMs: number) => boolean;
}

/** Backups of many instances, all asked for at once, and the list of instances that shows them. */
async function play({ write = (id) => id, isLeftOut = () => false }: Listing) {
  const endsMs = new Map<string, number>();
  const fleet = fleetCloud({
    backupMs: () => BACKUP_MS,
    instead({ what, query, atMs }: Sent) {
      if (what !== 'instances' || query['id'] !== undefined) return undefined;
      const all = fleet.made.flatMap(({ instanceId: id, atMs: madeMs }) => {
        const status = atMs < madeMs + BACKUP_MS ? 'BACKING UP' : 'ACTIVE';
        return isLeftOut(id, atMs) ? [] : [{ id: write(id), name: 'db', status }];
      });
      const { offset = '0' } = query;
      const instances = all.slice(Number(offset), Number(offset) + 100);
      return { body: { instances, total_count: all.length } };
    },
  });
  const making = fleet.client.createBackups(orders, {
    ...forAnHour,
    onSettled: ({ order }) => void endsMs.set(order.instanceId, fleet.clock.monotonicMs()),
  });
  const outcomes = await fleet.clock.play(making);
  expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  const delayMs = (id: string) => {
    const madeMs = fleet.made.find(({ instanceId }) => instanceId === id)?.atMs ?? 0;
    return (endsMs.get(id) ?? 0) - madeMs - BACKUP_MS;
  };
  return { delayMs, polls: fleet.ofKind('list').length };
}

test('an instance that its list no longer shows is not taken to be backed up still', async () => {
  const left = orders.slice(5, 30).map(({ instanceId }) => instanceId);
  const { delayMs } = await play({
    isLeftOut: (id, atMs) => atMs > MINUTE_MS && left.includes(id),
  });
  expect(Math.max(...left.map(delayMs))).toBeLessThan(MINUTE_MS);
});

test('a list that writes ids in capitals tells as much, and costs no more', async () => {
  const { polls } = await play({});
  expect((await play({ write: (id) => id.toUpperCase() })).polls).toBe(polls);
});
