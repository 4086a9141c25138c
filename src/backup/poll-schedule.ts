const SHORTEST_MS = 2_000;
const LONGEST_MS = 30_000;
const SHARE_OF_ELAPSED = 0.05;
const JITTER = 0.1;

/**
 * The pause before the next look, from the time already waited: 5 % of it, at least 2 s, at most
 * 30 s, give or take 10 %. `random` is from 0 up to 1.
 */
export function findPauseMs(elapsedMs: number, random: () => number): number {
  const plain = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, elapsedMs * SHARE_OF_ELAPSED));
  return plain * (1 + JITTER * (2 * random() - 1));
}
