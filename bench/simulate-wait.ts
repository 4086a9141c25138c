/** What one wait costs. */
export interface WaitCost {
  readonly calls: number;
  /** From the end of the backup to the look that sees it. */
  readonly delayMs: number;
}

/** Looks at a backup of this length, the first time at once, until a look sees its end. */
export function simulateWait(
  lengthMs: number,
  findPauseMs: (elapsedMs: number) => number,
): WaitCost {
  let elapsedMs = 0;
  let calls = 1;
  while (elapsedMs < lengthMs) {
    elapsedMs += findPauseMs(elapsedMs);
    calls += 1;
  }
  return { calls, delayMs: elapsedMs - lengthMs };
}

/** The mean over many waits. */
export function meanCost(costs: readonly WaitCost[]): WaitCost {
  const mean = (find: (cost: WaitCost) => number) =>
    costs.reduce((sum, cost) => sum + find(cost), 0) / costs.length;
  return { calls: mean(({ calls }) => calls), delayMs: mean(({ delayMs }) => delayMs) };
}

/** Numbers from 0 up to 1 that look random and are the same in every run (a 32-bit xorshift). */
export function createDice(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
