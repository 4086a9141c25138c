import { expect, test } from '@jest/globals';
import type { Backup, Progress } from '../../../../src/index.ts';
import { describeProgress } from '../../../../src/task/report/progress.ts';
import { aBackup, INSTANCE, type Reply, testClient } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const LENGTH_MS = 12 * MINUTE_MS;
const yesterday = (minutes: number, id: string) => ({
  id,
  instance_id: INSTANCE,
  type: 'auto',
  status: 'COMPLETED',
  begin_time: '2026-11-20T08:00:00+0000',
  end_time: `2026-11-20T08:${minutes}:00+0000`,
});
const twelveMinutes = [yesterday(12, 'p-1'), yesterday(11, 'p-2'), yesterday(13, 'p-3')];

interface Setup {
  readonly earlier: readonly object[];
  readonly backup?: Partial<Backup>;
  /** What the first list is answered with instead. */
  readonly first?: Reply;
}

/** Waits for a backup of twelve minutes; what was asked, and what was told. */
async function wait({ earlier, backup = {}, first }: Setup) {
  const clock = virtualClock();
  const asked: { readonly url: URL; readonly atMs: number }[] = [];
  const { client, log } = testClient({
    clock,
    respond: ({ url }) => {
      asked.push({ url, atMs: clock.monotonicMs() });
      if (url.pathname.endsWith('/jobs')) return { body: { job: { process: '50%' } } };
      if (asked.length === 1 && first !== undefined) return first;
      const status = clock.monotonicMs() >= LENGTH_MS ? 'COMPLETED' : 'BUILDING';
      const own = { id: 'b-1', instance_id: INSTANCE, type: 'manual', status };
      return { body: { backups: url.searchParams.has('backup_id') ? [own] : [own, ...earlier] } };
    },
  });
  const told: Progress[] = [];
  const onProgress = (progress: Progress) => told.push(progress);
  const ordered = aBackup({ jobId: 'j-1', ...backup });
  const end = await client.waitForBackup(ordered, { timeoutMs: 3_600_000, onProgress });
  const lists = asked.filter(({ url }) => url.pathname.endsWith('/backups'));
  return { end, asked, lists, told, log, jobs: asked.length - lists.length };
}

test('earlier backups halve the calls, and the end is seen as soon', async () => {
  const plain = await wait({ earlier: [] });
  const learned = await wait({ earlier: twelveMinutes });
  expect(learned.end.status).toBe('COMPLETED');
  expect(learned.asked.length).toBeLessThanOrEqual(plain.asked.length / 2);
  expect(learned.lists.at(-1)?.atMs).toBeLessThan(LENGTH_MS * 1.01);
});

test('one call is the first look and shows the earlier backups too', async () => {
  const { lists } = await wait({ earlier: twelveMinutes });
  const [first, ...others] = lists.map(({ url }) => Object.fromEntries(url.searchParams));
  expect(first).toEqual({ instance_id: INSTANCE, limit: '100' });
  expect(others.every((query) => query['backup_id'] === 'b-1')).toBe(true);
});

test('what earlier backups tell is told at least once a minute, also in a long pause', async () => {
  const { told } = await wait({ earlier: twelveMinutes });
  const atMs = told.map(({ elapsedMs }) => elapsedMs);
  const gaps = [...atMs.slice(1), LENGTH_MS].map((ms, index) => ms - (atMs[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE_MS);
  expect(told.map((progress) => describeProgress(progress, true))[0]).toBe(
    'BUILDING, 0s after it was accepted, about 12 min left (the last 3 took 11 to 13 min)',
  );
});

test('the job is not asked how far it is where earlier backups tell more', async () => {
  expect((await wait({ earlier: twelveMinutes })).jobs).toBe(0);
  expect((await wait({ earlier: [] })).jobs).toBeGreaterThan(5);
});

test('a running backup that was taken over is as far as it has been running', async () => {
  const taken = { created: false, wasListed: true, beginTime: '2026-11-21T07:50:00Z' };
  const { told } = await wait({ earlier: twelveMinutes, backup: taken });
  expect(told[0]?.estimate?.leftMs).toBe(2 * MINUTE_MS);
});

test('a list that fails at first costs the estimate, and not the wait', async () => {
  const { end, told, log } = await wait({ earlier: twelveMinutes, first: { status: 409 } });
  expect(end.status).toBe('COMPLETED');
  expect(told.every(({ estimate }) => estimate === undefined)).toBe(true);
  expect(log.lines.join('\n')).toContain('Looking again later');
});
