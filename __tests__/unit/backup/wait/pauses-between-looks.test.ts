import { expect, test } from '@jest/globals';
import { nextPollMs } from '../../../../src/backup/wait/pauses.ts';
import { aBackup, testClient } from '../../../support/memory-cloud.ts';
import { checkRows } from '../../../support/table.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

test('each pause follows from the time since the start, give or take 10 %', () =>
  checkRows(
    [
      [0, 2000],
      [10_000, 2000],
      [40_000, 2000],
      [60_000, 3000],
      [300_000, 15_000],
      [600_000, 30_000],
      [86_400_000, 30_000],
    ],
    (elapsedMs, pauseMs) => {
      expect(nextPollMs(elapsedMs, () => 0.5)).toBeCloseTo(pauseMs);
      expect(nextPollMs(elapsedMs, () => 0)).toBeCloseTo(pauseMs * 0.9);
      expect(nextPollMs(elapsedMs, () => 1)).toBeCloseTo(pauseMs * 1.1);
    },
  ));

/** Waits for a backup that takes so long; how late its end was seen, and how often it was looked. */
async function waitThrough(lengthMs: number, random: () => number) {
  const clock = virtualClock();
  let looks = 0;
  const respond = () => {
    looks++;
    const status = clock.monotonicMs() >= lengthMs ? 'COMPLETED' : 'BUILDING';
    return { body: { backups: [{ id: 'b-1', status }] } };
  };
  const { client } = testClient({ respond, clock, random });
  await client.waitForBackup(aBackup(), { timeoutMs: 24 * 60 * MINUTE_MS });
  return { delayMs: clock.monotonicMs() - lengthMs, looks };
}

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test.each([
  ['shortest', () => 0],
  ['plain', () => 0.5],
  ['longest', () => 0.999],
])('a 60-minute backup takes at most 200 list calls with the %s pauses', async (_, random) => {
  const { looks } = await waitThrough(60 * MINUTE_MS, random);
  expect(looks).toBeLessThanOrEqual(200);
  expect(looks).toBeGreaterThan(60);
});

test('the end of a backup of any length is seen soon', () =>
  checkRows(
    [
      5_000,
      15_000,
      40_000,
      MINUTE_MS,
      3 * MINUTE_MS,
      10 * MINUTE_MS,
      25 * MINUTE_MS,
      60 * MINUTE_MS,
      180 * MINUTE_MS,
    ],
    async (aboutMs) => {
      const random = dice(aboutMs);
      let delays = 0;
      let lengths = 0;
      for (let count = 0; count < 60; count++) {
        const lengthMs = aboutMs * (0.8 + 0.4 * random());
        delays += (await waitThrough(lengthMs, random)).delayMs;
        lengths += lengthMs;
      }
      expect(delays / 60).toBeLessThan(Math.max(1200, (0.03 * lengths) / 60));
    },
  ));
