import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { fleetCloud, forAnHour, manyOrders } from '../../../support/fleet-cloud.ts';

const LATE_MS = 200_000;

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** The heap while so many backups of five virtual minutes run; the simulated cloud is in it. */
async function measureHeap(count: number): Promise<number> {
  let heapBytes = 0;
  const { client, clock } = fleetCloud({
    instead: ({ what, atMs }) => {
      if (heapBytes > 0 || what !== 'list' || atMs < LATE_MS) return undefined;
      collectGarbage();
      heapBytes = process.memoryUsage().heapUsed;
      return undefined;
    },
  });
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', count), forAnHour));
  expect(outcomes.filter(({ backup }) => backup?.status === 'COMPLETED')).toHaveLength(count);
  return heapBytes;
}

test('each of a hundred instances takes 100 kB at most while it waits', async () => {
  // What one run leaves behind for all later ones counts for none of them.
  await measureHeap(1);
  const few = await measureHeap(10);
  const many = await measureHeap(100);
  expect((many - few) / 90).toBeLessThanOrEqual(100_000);
});
