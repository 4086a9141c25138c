declare global {
  /** Set by jest.long.config.js. */
  var isLongRun: boolean | undefined;
}

/** Whether this is `npm run test:long`, which plays what `npm test` has no time for. */
export const isLong: boolean = globalThis.isLongRun === true;

interface Runs {
  readonly numRuns: number;
  readonly seed?: number;
}

/** How often a property runs: the same few times in each `npm test`, many new ones in `npm run test:long`. */
export const randomRuns = (few: number, many: number): Runs =>
  isLong ? { numRuns: many } : { numRuns: few, seed: 22 };
