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
