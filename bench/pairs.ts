/** How often things are done: much for numbers that count, little to see that the bench runs. */
export interface Effort {
  /** Of whole processes. */
  readonly pairs: number;
  /** Of processes so short that it takes many of them. */
  readonly shortPairs: number;
  /** Of processes that each make many creates, and how many. */
  readonly longPairs: number;
  readonly creates: number;
  /** Of rounds of signings, and how many each has. */
  readonly rounds: number;
  readonly signings: number;
}

export const FULL: Effort = {
  pairs: 15,
  shortPairs: 41,
  longPairs: 7,
  creates: 10_000,
  rounds: 31,
  signings: 2_000,
};

export const QUICK: Effort = {
  pairs: 1,
  shortPairs: 1,
  longPairs: 1,
  creates: 60,
  rounds: 1,
  signings: 20,
};

export interface Pair<Measured> {
  readonly ours: Measured;
  readonly theirs: Measured;
}

export interface Sides<Measured> {
  readonly ours: () => Measured | Promise<Measured>;
  readonly theirs: () => Measured | Promise<Measured>;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? Number.NaN : (upper + lower) / 2;
}

/**
 * Both sides in turn, once each to warm up the disk's cache and then as often as asked. Who begins
 * changes with every pair, so that neither side profits from its place.
 */
export async function runPairs<Measured>(
  count: number,
  { ours, theirs }: Sides<Measured>,
): Promise<readonly Pair<Measured>[]> {
  await ours();
  await theirs();
  const pairs: Pair<Measured>[] = [];
  for (let index = 0; index < count; index++) {
    if (index % 2 === 0) {
      const first = await ours();
      pairs.push({ ours: first, theirs: await theirs() });
    } else {
      const first = await theirs();
      pairs.push({ theirs: first, ours: await ours() });
    }
  }
  return pairs;
}

export interface Comparison {
  /** The median of the pairs' ratios, ours to theirs: machine noise hits both halves of a pair. */
  readonly ratio: number;
  readonly ours: number;
  readonly theirs: number;
}

/** One number of each pair, compared. */
export function compare<Measured>(
  pairs: readonly Pair<Measured>[],
  pick: (measured: Measured) => number,
): Comparison {
  return {
    ratio: median(pairs.map(({ ours, theirs }) => pick(ours) / pick(theirs))),
    ours: median(pairs.map(({ ours }) => pick(ours))),
    theirs: median(pairs.map(({ theirs }) => pick(theirs))),
  };
}
