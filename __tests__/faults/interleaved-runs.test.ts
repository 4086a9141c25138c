import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomRuns } from '../support/long-runs.ts';
import { interleavedRuns, playInterleaved } from './interleaved-runs.ts';

const MINUTE_MS = 60_000;
const TEN_MINUTES_MS = 10 * MINUTE_MS;

test(
  'two and three runs at a time: none deletes a restore point that another completed within the limit, or one of its own',
  async () => {
    const property = fc.asyncProperty(interleavedRuns, async (drawn) => {
      await playInterleaved(drawn);
    });
    await fc.assert(property, randomRuns(15, 300));
  },
  TEN_MINUTES_MS,
);

const soon = { delaysMs: [100], instances: 1 } as const;
const two = { keepLast: 1, waitMinutes: 30, backupMs: MINUTE_MS, earlier: [] };

test('a run that completes ten minutes later leaves the backup on which the first one’s migration stands', async () => {
  const runs = [0, 10].map((minutes) => ({ ...soon, beginsMs: minutes * MINUTE_MS }));
  expect(await playInterleaved({ ...two, runs })).toEqual([]);
});

test('a run that completes two hours later deletes both', async () => {
  const runs = [0, 10, 130].map((minutes) => ({ ...soon, beginsMs: minutes * MINUTE_MS }));
  const deletions = await playInterleaved({ ...two, runs });
  expect(deletions.map(({ runId }) => runId)).toEqual([1_002, 1_002]);
});

test('with a longer wait_timeout it leaves them too', async () => {
  const runs = [0, 10, 130].map((minutes) => ({ ...soon, beginsMs: minutes * MINUTE_MS }));
  expect(await playInterleaved({ ...two, runs, waitMinutes: 150 })).toEqual([]);
});
