import { expect, test } from '@jest/globals';
import type { Progress } from '../../../../src/index.ts';
import { aBackup, type Reply, testClient } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

/** Waits one virtual hour; when the job was asked, and what was told. */
async function waitAnHour(
  findJob: (elapsedMs: number) => Reply,
  random: () => number,
  jobId = 'j-1',
) {
  const clock = virtualClock();
  const askedMs: number[] = [];
  const { client } = testClient({
    clock,
    random,
    respond: ({ url }) => {
      const nowMs = clock.monotonicMs();
      if (url.pathname.endsWith('/jobs')) {
        askedMs.push(nowMs);
        return findJob(nowMs);
      }
      const status = nowMs >= 3_600_000 ? 'COMPLETED' : 'BUILDING';
      return { body: { backups: [{ id: 'b-1', status }] } };
    },
  });
  const told: Progress[] = [];
  const onProgress = (progress: Progress) => told.push(progress);
  await client.waitForBackup(aBackup({ jobId }), { timeoutMs: 4_000_000, onProgress });
  return { askedMs, told };
}

const percentAt = (elapsedMs: number) => ({
  body: { job: { status: 'Running', process: `${Math.floor(elapsedMs / 36_000)}%` } },
});
const gaps = (list: readonly number[]) =>
  list.slice(1).map((value, index) => value - (list[index] ?? 0));

test.each([0, 0.5, 0.999])('the job is asked, and at most once a minute (dice %d)', async (die) => {
  const { askedMs } = await waitAnHour(percentAt, () => die);
  expect(askedMs.length).toBeGreaterThan(30);
  expect(askedMs.length).toBeLessThanOrEqual(60);
  expect(Math.min(...gaps(askedMs))).toBeGreaterThanOrEqual(60_000);
});

test.each([0, 0.5, 0.999])('something is told at least once a minute (dice %d)', async (die) => {
  const silent = () => ({ body: { job: { status: 'Running', process: '' } } });
  const { told } = await waitAnHour(silent, () => die);
  const atMs = told.map(({ elapsedMs }) => elapsedMs);
  expect(atMs[0]).toBe(0);
  expect(Math.max(...gaps([...atMs, 3_600_000]))).toBeLessThanOrEqual(60_000);
  expect(told.length).toBeLessThan(140);
});

test.each([0, 0.5, 0.999])(
  'one line a minute, with the percentage of that moment (dice %d)',
  async (die) => {
    const { askedMs, told } = await waitAnHour(percentAt, () => die);
    const [first, second, ...later] = told.map(({ elapsedMs, percent }) => ({
      elapsedMs,
      percent,
    }));
    // The first look makes it known to be listed; no minute is over by then.
    expect([first?.percent, second?.percent]).toEqual([undefined, 1]);
    expect(Math.min(...gaps([second, ...later].map((one) => one?.elapsedMs ?? 0)))).toBe(60_000);
    expect([second, ...later].map((one) => one?.elapsedMs)).toEqual(askedMs);
    for (const one of later) expect(one.percent).toBe(Math.floor(one.elapsedMs / 36_000));
  },
);

test('a job that falls silent leaves the last known percentage', async () => {
  const { told } = await waitAnHour(
    (nowMs) => (nowMs < 600_000 ? percentAt(nowMs) : { status: 500 }),
    () => 0.5,
  );
  expect(told.at(-1)?.percent).toBe(15);
});

test('what changes is told at once, with the percentage', async () => {
  const { askedMs, told } = await waitAnHour(percentAt, () => 0.5);
  const atMs = told.map(({ elapsedMs }) => elapsedMs);
  expect(atMs).toEqual(expect.arrayContaining(askedMs));
  const percents = told.flatMap(({ percent }) => (percent === undefined ? [] : [percent]));
  expect(percents.at(-1)).toBeGreaterThan(95);
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
});

test.each<[string, Reply]>([
  ['an error', { status: 400, body: { error_code: 'DBS.200543', error_msg: 'x' } }],
  ['an unreadable answer', { body: '<html>' }],
  ['a server fault', { status: 500 }],
])('a job that answers with %s fails nothing', async (_, reply) => {
  const { told } = await waitAnHour(
    () => reply,
    () => 0.5,
  );
  expect(told.every(({ percent }) => percent === undefined)).toBe(true);
});

test('a backup that becomes visible is a change', async () => {
  let looks = 0;
  const respond = () => {
    const backups = [[], [{ id: 'b-1', status: 'BUILDING' }], [{ id: 'b-1', status: 'COMPLETED' }]];
    return { body: { backups: backups[looks++] } };
  };
  const { client } = testClient({ respond });
  const words: unknown[] = [];
  const onProgress = ({ backup }: Progress) => words.push(backup.statusWord);
  await client.waitForBackup(aBackup(), { timeoutMs: 60_000, onProgress });
  expect(words).toEqual([undefined, 'BUILDING']);
});
