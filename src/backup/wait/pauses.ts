import type { History } from './history.ts';

/** The pauses between two polls of a backup of which nothing is known but its age. */
export const SHORTEST_PAUSE_MS = 2_000;
export const LONGEST_PAUSE_MS = 30_000;
const SHARE_OF_ELAPSED = 0.05;
const JITTER = 0.1;

/** A backup that differs by 20 % from the last ones ends between these shares of their median. */
const EARLIEST = 0.83;
const LATEST = 1.25;
/** For short backups a poll that comes a second later costs less than one more poll. */
const EARLIEST_MS = 1_000;
const FAR = { share: 0.2, shortestMs: 10_000, longestMs: 90_000 };
const NEAR = { shareOfLength: 0.02, shareOfDistance: 0.5 };

/**
 * The pause before the next poll, in milliseconds, give or take 10 %: 5 % of the time since the
 * backup began, at least 2 s, at most 30 s. Where earlier backups tell how long it takes, longer ones
 * while the end is far, and shorter ones around it. `random` is from 0 up to 1.
 */
export function nextPollMs(elapsedMs: number, random: () => number, history?: History): number {
  const pauseMs = history ? learnedMs(elapsedMs, history) : plainMs(elapsedMs);
  return scatter(pauseMs, random);
}

const plainMs = (elapsedMs: number) =>
  Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, elapsedMs * SHARE_OF_ELAPSED));

/** The median alone counts: one odd backup among the last ones must not cost looks for hours. */
function learnedMs(elapsedMs: number, { medianMs }: History): number {
  const untilMs = medianMs * EARLIEST + EARLIEST_MS - elapsedMs;
  const farMs = Math.min(FAR.longestMs, Math.max(FAR.shortestMs, elapsedMs * FAR.share));
  if (untilMs > 0) return Math.max(SHORTEST_PAUSE_MS, Math.min(untilMs, farMs));
  if (elapsedMs > medianMs * LATEST) return plainMs(elapsedMs);
  const nearMs = Math.abs(elapsedMs - medianMs) * NEAR.shareOfDistance;
  const mostMs = Math.min(LONGEST_PAUSE_MS, medianMs * NEAR.shareOfLength);
  return Math.max(SHORTEST_PAUSE_MS, Math.min(nearMs, mostMs));
}

const scatter = (pauseMs: number, random: () => number) =>
  pauseMs * (1 + JITTER * (2 * random() - 1));
