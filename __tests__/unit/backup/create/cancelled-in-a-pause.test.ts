import { expect, test } from '@jest/globals';
import { CancelledError } from '../../../../src/index.ts';
import { fleetCloud, manyOrders } from '../../../support/fleet-cloud.ts';

test('a create that waits for a throttled host is not sent after a cancel, and ends at once', async () => {
  let creates = 0;
  const { client, clock } = fleetCloud({
    latencyMs: 0,
    instead: ({ what }) => {
      if (what !== 'create') return undefined;
      creates += 1;
      return creates === 1 ? { status: 429, headers: { 'retry-after': '10' } } : undefined;
    },
  });
  // Within the five seconds that a create under way gets for its answer.
  const signal = clock.signalAfter(8_000);
  const options = { wait: false, hasUniqueName: true, signal };
  const [outcome] = await clock.play(client.createBackups(manyOrders('rds', 1), options));
  expect(outcome?.error).toBeInstanceOf(CancelledError);
  expect(outcome?.backup).toBeUndefined();
  expect([creates, clock.monotonicMs()]).toEqual([1, 8_000]);
});
