import { expect, test } from '@jest/globals';
import { INSTANCE, testClient } from '../../support/memory-cloud.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

test('what began while the list was on its way stays, however long that took', async () => {
  const clock = virtualClock();
  const startMs = clock.epochMs();
  const entry = (id: string, fromMinute: number) => {
    const at = (minute: number) =>
      `${new Date(startMs + minute * MINUTE_MS).toISOString().slice(0, 19)}+0000`;
    const times = { begin_time: at(fromMinute), end_time: at(fromMinute + 1) };
    return {
      id,
      name: 'gh-x',
      type: 'manual',
      status: 'COMPLETED',
      instance_id: INSTANCE,
      ...times,
    };
  };
  const backups = [entry('before', -2), entry('meanwhile', 3), entry('b-0', 5)];
  const deleted: string[] = [];
  const { client } = testClient({
    clock,
    async respond({ method, url }) {
      if (method === 'DELETE') deleted.push(url.pathname.split('/').at(-1) ?? '');
      else await clock.sleep(10 * MINUTE_MS, new AbortController().signal);
      return { body: { backups, total_count: backups.length } };
    },
  });
  const own = { service: 'taurusdb', instanceId: INSTANCE, id: 'b-0' } as const;
  await client.pruneBackups(own, { keepLast: 1, isOurs: () => true, minAgeMs: 0 });
  expect(deleted).toEqual(['before']);
});
