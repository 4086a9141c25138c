declare global {
  /** Set by jest.long.config.js. */
  var isLongRun: boolean | undefined;
}

/** Whether this is `npm run test:long`, which plays what `npm test` has no time for. */
export const isLong: boolean = globalThis.isLongRun === true;

interface Runs {
  readonly numRuns: number;
  readonly seed: number;
}

/** How often a property runs: few times in `npm test`, many in `npm run test:long`, and the same ones each time. */
export const randomRuns = (few: number, many: number): Runs =>
  isLong ? { numRuns: many, seed: 20_261_201 } : { numRuns: few, seed: 22 };
