import { expect, test } from '@jest/globals';
import { INSTANCE, testClient } from '../../support/memory-cloud.ts';
import { START_MS, virtualClock } from '../../support/virtual-clock.ts';

const SECOND_MS = 1_000;
const time = (ms: number) => new Date(ms).toISOString();

/** What retention takes away after a work of so long, by a list that takes so long. */
async function prune(runningMs: number, listMs: number, beganMs: number) {
  const clock = virtualClock();
  const listed = (id: string, atMs: number) => ({
    ...{ id, name: 'nightly', status: 'COMPLETED', type: 'manual', instance_id: INSTANCE },
    ...{ begin_time: time(START_MS + atMs), end_time: time(START_MS + atMs + SECOND_MS) },
  });
  const backups = [listed('own', 0), listed('other', beganMs)];
  const { client } = testClient({
    clock,
    respond({ method }) {
      if (method === 'GET') clock.advance(listMs);
      return { body: { backups, total_count: 2 } };
    },
  });
  const completed = { service: 'taurusdb', instanceId: INSTANCE, id: 'own' } as const;
  const rule = { keepLast: 1, minAgeMs: 0, runningMs, isOurs: () => true };
  const { deleted, young } = await client.pruneBackups(completed, rule);
  return { deleted: deleted.map(({ id }) => id), young: young.map(({ id }) => id) };
}

test('what began since the work did stays, however long the list takes', async () => {
  const since = await prune(60 * SECOND_MS, 600 * SECOND_MS, -50 * SECOND_MS);
  expect(since).toEqual({ deleted: [], young: ['other'] });
  const before = await prune(60 * SECOND_MS, 600 * SECOND_MS, -70 * SECOND_MS);
  expect(before).toEqual({ deleted: ['other'], young: [] });
});
