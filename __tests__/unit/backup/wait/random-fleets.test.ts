import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MINUTE_MS } from '../../../support/fleet-cloud.ts';
import { mostInAMinute } from '../../../support/fleet-cost.ts';
import { randomRuns } from '../../../support/long-runs.ts';
import {
  type PlannedFleet,
  type PlannedRun,
  playFleet,
  type Shows,
} from '../../../support/planned-fleet.ts';

interface Shown {
  readonly name: string;
  readonly shows: Shows | undefined;
}

/** From the right state to one that never tells: late by up to an hour, stuck for ever, never shown. */
const shows: fc.Arbitrary<Shown> = fc.oneof(
  fc.integer({ min: 0, max: 3_600_000 }).map((lateMs) => ({
    name: `late by ${lateMs} ms`,
    shows: ({ ageMs, lengthMs }: Parameters<Shows>[0]) =>
      ageMs >= lateMs && ageMs < lengthMs + lateMs,
  })),
  fc.constantFrom<Shown>(
    { name: 'right', shows: undefined },
    { name: 'stuck', shows: () => true },
    { name: 'never shown', shows: () => false },
  ),
);

const list = fc.record({
  pageMs: fc.integer({ min: 50, max: 10_000 }),
  hangsAt: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }),
  isListRefused: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
});

const fleets = (most: number) =>
  fc.record({
    count: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: most })),
    others: fc.integer({ min: 0, max: 2_000 }),
    timeoutMs: fc.integer({ min: 15, max: 60 }).map((minutes) => minutes * MINUTE_MS),
    latencyMs: fc.integer({ min: 20, max: 2_000 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    shown: shows,
    list,
  });

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const THIRD_MS = 1_000 / 3;
const ROUND_MS = 600;

const createsOf = ({ calls }: PlannedRun) =>
  calls.filter(({ precedence }) => precedence === 'create');

/** How many of all are not seen at a moment. */
const stillWaiting = (run: PlannedRun, atMs: number) =>
  run.backups.filter(({ seenMs }) => seenMs === undefined || seenMs >= atMs).length;

function check(run: PlannedRun, { timeoutMs }: PlannedFleet) {
  const late = run.backups.filter(({ endMs, seenMs }) => {
    const spareMs = 10_000 + THIRD_MS * stillWaiting(run, endMs);
    return seenMs === undefined && endMs <= timeoutMs - spareMs;
  });
  expect(late).toEqual([]);
  expect(mostInAMinute(run.calls.map(({ atMs }) => atMs))).toBeLessThanOrEqual(180);
  const polls = run.calls.filter(({ precedence }) => ['poll', 'ended'].includes(precedence));
  expect(mostInAMinute(polls.map(({ atMs }) => atMs))).toBeLessThanOrEqual(100);
}

test('whatever the list of instances says, what is completed in time is seen, within the budget', () => {
  const runs = randomRuns(30, 100);
  fc.assert(
    fc.property(fleets(runs.numRuns > 30 ? 1_000 : 300), ({ seed, shown, list: from, ...size }) => {
      const random = dice(seed);
      const lengths = Array.from({ length: size.count }, () => random() * size.timeoutMs);
      const fleet: PlannedFleet = {
        ...size,
        lengthMs: (at) => lengths[at] ?? 0,
        random,
        shows: shown.shows,
        isListRefused: from.isListRefused,
        pageMs: (page) => (page === from.hangsAt ? Number.POSITIVE_INFINITY : from.pageMs),
      };
      const run = playFleet(fleet);
      check(run, fleet);
      const saysNothing = from.isListRefused || from.hangsAt === 0 || shown.name === 'never shown';
      if (!saysNothing) return;
      // More than 80 creates take room from the polls: a round takes longer until a minute after the last.
      const createsMs = createsOf(run).map(({ atMs }) => atMs);
      const createdMs = size.count > 80 ? Math.max(...createsMs) + MINUTE_MS : 0;
      for (const { endMs, seenMs } of run.backups) {
        if (seenMs === undefined) continue;
        const lateMs = seenMs - Math.max(endMs, createdMs);
        expect(lateMs).toBeLessThanOrEqual(size.count * ROUND_MS + 30_000);
      }
    }),
    runs,
  );
});
