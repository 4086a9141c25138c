import type { History } from '../src/backup/wait/history.ts';
import { findPauseMs } from '../src/backup/wait/schedule.ts';
import { createDice, meanCost, simulateWait, type WaitCost } from './simulate-wait.ts';

const SECOND_MS = 1_000;

/** From 10 s to 6 h, in milliseconds. */
export const LENGTHS_MS: readonly number[] = [
  10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 480, 720, 900, 1_200, 1_800, 3_600, 4_200, 7_200,
  14_400, 21_600,
].map((seconds) => seconds * SECOND_MS);

const RUNS = 500;

/** Many backups of about this length, each 1 % more or less; what `wait` costs for them on average. */
function meanOf(lengthMs: number, wait: (ms: number, dice: () => number) => WaitCost): WaitCost {
  const dice = createDice(lengthMs);
  const around = () => lengthMs * (1 + 0.02 * (dice() - 0.5));
  return meanCost(Array.from({ length: RUNS }, () => wait(around(), dice)));
}

/** The schedule as it is without any history. */
export const costOfPlain = (lengthMs: number): WaitCost =>
  meanOf(lengthMs, (ms, dice) => simulateWait(ms, (elapsed) => findPauseMs(elapsed, dice)));

/** Looks at fixed intervals. */
export const costOfFixed = (lengthMs: number, pauseMs: number): WaitCost =>
  meanOf(lengthMs, (ms) => simulateWait(ms, () => pauseMs));

/** Every 2 s, and after 300 s no more: `undefined` when the end is not seen by then. */
export const costOfImpatient = (lengthMs: number): WaitCost | undefined =>
  lengthMs > 300_000 ? undefined : costOfFixed(lengthMs, 2_000);

function sortHistory(lengths: readonly number[]): History {
  const [shortestMs = 0, medianMs = 0, longestMs = 0] = lengths.toSorted((a, b) => a - b);
  return { count: 3, shortestMs, medianMs, longestMs };
}

/** Three earlier backups, each a share of the length between the two. */
function drawHistory(
  ms: number,
  [from, to]: readonly [number, number],
  dice: () => number,
): History {
  return sortHistory([0, 1, 2].map(() => ms * (from + (to - from) * dice())));
}

/** The schedule with a history whose lengths are between these shares of the backup's. */
export const costOfLearned = (lengthMs: number, shares: readonly [number, number]): WaitCost =>
  meanOf(lengthMs, (ms, dice) => {
    const history = drawHistory(ms, shares, dice);
    return simulateWait(ms, (elapsed) => findPauseMs(elapsed, dice, history));
  });

/** The schedule with exactly these three earlier backups. */
export function costOfKnown(lengthMs: number, lengths: readonly number[]): WaitCost {
  const history = sortHistory(lengths);
  return meanOf(lengthMs, (ms, dice) =>
    simulateWait(ms, (elapsed) => findPauseMs(elapsed, dice, history)),
  );
}
