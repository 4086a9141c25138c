import type { History } from '../../../../src/backup/wait/history.ts';
import { nextPollMs } from '../../../../src/backup/wait/pauses.ts';

/** What one wait costs. */
interface WaitCost {
  readonly calls: number;
  /** From the end of the backup to the look that sees it. */
  readonly delayMs: number;
}

/** Looks at a backup of this length, the first time at once, until a look sees its end. */
function simulateWait(lengthMs: number, pauseAfter: (elapsedMs: number) => number): WaitCost {
  let elapsedMs = 0;
  let calls = 1;
  while (elapsedMs < lengthMs) {
    elapsedMs += pauseAfter(elapsedMs);
    calls += 1;
  }
  return { calls, delayMs: elapsedMs - lengthMs };
}

/** The mean over many waits. */
function meanCost(costs: readonly WaitCost[]): WaitCost {
  const mean = (find: (cost: WaitCost) => number) =>
    costs.reduce((sum, cost) => sum + find(cost), 0) / costs.length;
  return { calls: mean(({ calls }) => calls), delayMs: mean(({ delayMs }) => delayMs) };
}

/** Numbers from 0 up to 1 that look random and are the same in every run (a 32-bit xorshift). */
function createDice(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

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
  meanOf(lengthMs, (ms, dice) => simulateWait(ms, (elapsed) => nextPollMs(elapsed, dice)));

/** Looks at fixed intervals. */
export const costOfFixed = (lengthMs: number, pauseMs: number): WaitCost =>
  meanOf(lengthMs, (ms) => simulateWait(ms, () => pauseMs));

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
    return simulateWait(ms, (elapsed) => nextPollMs(elapsed, dice, history));
  });

/** The schedule with exactly these three earlier backups. */
export function costOfKnown(lengthMs: number, lengths: readonly number[]): WaitCost {
  const history = sortHistory(lengths);
  return meanOf(lengthMs, (ms, dice) =>
    simulateWait(ms, (elapsed) => nextPollMs(elapsed, dice, history)),
  );
}
