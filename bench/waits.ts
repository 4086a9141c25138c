import type { Row } from './row.ts';
import { meanCost, type WaitCost } from './simulate-wait.ts';
import {
  costOfFixed,
  costOfImpatient,
  costOfKnown,
  costOfLearned,
  costOfPlain,
  LENGTHS_MS,
} from './wait-lengths.ts';

const MINUTE_MS = 60_000;

/** How long each backup's cost is in units of what it may cost; 1 is the most that is allowed. */
function findWorst(goalOf: (lengthMs: number) => number): number {
  return Math.max(...LENGTHS_MS.map(goalOf));
}

const within = (lengthMs: number, share: number) => Math.max(1_200, lengthMs * share);
const percent = (share: number) => `${Math.round(share * 100)} %`;

function buildRow(what: string, against: string, worst: number, note: string): Row {
  return { what, against, result: percent(worst), goal: '≤ 100 %', isMet: worst <= 1, note };
}

const describe = (name: string, { calls, delayMs }: WaitCost) =>
  `${name}: ${Math.round(calls)} calls, ${(delayMs / 1_000).toFixed(1)} s`;

/** What a backup of this length costs with each way of looking. */
function compareAt(lengthMs: number): string {
  return [
    describe('ours', costOfPlain(lengthMs)),
    describe('with history', costOfLearned(lengthMs, [0.8, 1.2])),
    describe('every 10 s', costOfFixed(lengthMs, 10_000)),
    describe('every 30 s', costOfFixed(lengthMs, 30_000)),
    costOfImpatient(lengthMs) === undefined ? 'every 2 s, 300 s at most: never seen' : '',
  ]
    .filter(Boolean)
    .join('; ');
}

function findCallsWorst(): number {
  const long = LENGTHS_MS.filter((ms) => ms >= 15 * MINUTE_MS);
  return Math.max(
    ...long.map((ms) => {
      const most = costOfFixed(ms, 10_000).calls / (ms >= 70 * MINUTE_MS ? 2 : 1);
      return costOfPlain(ms).calls / most;
    }),
  );
}

const MISLEADING = [0.05, 0.1, 0.2, 0.33, 0.5, 0.7, 1.4, 2, 3, 5, 10];

/** How much later than without history the end is seen, on average, with lengths that mislead. */
function describeMisled(shares: readonly number[]): string {
  const times = shares.map((share) => {
    const costs = LENGTHS_MS.map((ms) => costOfLearned(ms, [share * 0.9, share * 1.1]));
    return meanCost(costs).delayMs / meanCost(LENGTHS_MS.map(costOfPlain)).delayMs;
  });
  return `${Math.max(...times).toFixed(1)} ×`;
}

/** Simulated, with the schedule that the library uses; a page of arithmetic, and no timing. */
export async function measureWaits(): Promise<readonly Row[]> {
  const learned = findWorst(
    (ms) => costOfLearned(ms, [0.8, 1.2]).calls / (costOfPlain(ms).calls / 2),
  );
  const misled = findWorst((ms) => {
    const costs = [
      ...MISLEADING.map((share) => costOfLearned(ms, [share * 0.9, share * 1.1])),
      ...MISLEADING.map((share) => costOfKnown(ms, [ms * share, ms * share, 6 * 60 * MINUTE_MS])),
    ];
    return Math.max(...costs.map(({ calls }) => calls)) / (costOfPlain(ms).calls * 1.2);
  });
  const short = MISLEADING.filter((share) => share < 1);
  const long = MISLEADING.filter((share) => share > 1);
  return [
    buildRow(
      'Delay until the end of a backup of 10 s to 6 h is seen',
      '3 % of its length, or 1.2 s',
      findWorst((ms) => costOfPlain(ms).delayMs / within(ms, 0.03)),
      `12 min: ${compareAt(12 * MINUTE_MS)}`,
    ),
    buildRow(
      'Calls until then',
      'looking every 10 s from 15 min on, half of that from 70 min on',
      findCallsWorst(),
      `70 min: ${compareAt(70 * MINUTE_MS)}`,
    ),
    buildRow(
      'Calls with earlier backups of ±20 %',
      'half of the calls without any',
      learned,
      'the worst of all lengths',
    ),
    buildRow(
      'Delay with earlier backups of ±20 %',
      '1 % of its length, or 1.2 s',
      findWorst((ms) => costOfLearned(ms, [0.8, 1.2]).delayMs / within(ms, 0.01)),
      'the worst of all lengths',
    ),
    buildRow(
      'Calls with earlier backups that mislead',
      '1.2 × the calls without any',
      misled,
      `the end is seen ${describeMisled(short)} as late when they were shorter, ${describeMisled(long)} when they were longer`,
    ),
  ];
}
