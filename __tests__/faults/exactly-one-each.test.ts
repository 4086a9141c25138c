import { test } from '@jest/globals';
import fc from 'fast-check';
import { batchScenario, runBatch } from './batch-scenario.ts';
import { foundBatches } from './found-scenarios.ts';

const numRuns = process.env['CI'] === undefined ? 100 : 1_000;
const FIFTEEN_MINUTES_MS = 900_000;

test(
  'whatever goes wrong in a batch, green is exactly one completed backup of that instance, and red at most one that is told of',
  async () => {
    await fc.assert(
      fc.asyncProperty(batchScenario, (drawn) => runBatch(drawn).then(() => {})),
      { numRuns, examples: foundBatches.map((drawn) => [drawn]) },
    );
  },
  FIFTEEN_MINUTES_MS,
);
