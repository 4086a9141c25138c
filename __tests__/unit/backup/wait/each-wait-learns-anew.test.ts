import { expect, test } from '@jest/globals';
import type { Progress } from '../../../../src/index.ts';
import { aBackup, INSTANCE, testClient } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const LENGTH_MS = 300_000;

test('a client that has waited for many learns from earlier backups in each further wait', async () => {
  const clock = virtualClock();
  let startedMs = 0;
  const { client } = testClient({
    clock,
    respond() {
      const status = clock.monotonicMs() - startedMs >= LENGTH_MS ? 'COMPLETED' : 'BUILDING';
      const of = { instance_id: INSTANCE, type: 'manual' };
      const times = {
        begin_time: '2026-11-20T08:00:00+0000',
        end_time: '2026-11-20T08:12:00+0000',
      };
      const backups = [
        { id: 'b-1', status, ...of },
        { id: 'b-0', status: 'COMPLETED', ...of, ...times },
      ];
      return { body: { backups, total_count: 2 } };
    },
  });
  const estimated: boolean[] = [];
  for (let wait = 0; wait < 20; wait += 1) {
    startedMs = clock.monotonicMs();
    const told: Progress[] = [];
    const onProgress = (progress: Progress) => told.push(progress);
    await client.waitForBackup(aBackup(), { timeoutMs: 3_600_000, onProgress });
    estimated.push(told.some(({ estimate }) => estimate !== undefined));
  }
  expect(estimated).toEqual(Array(20).fill(true));
});
