import { test } from '@jest/globals';
import fc from 'fast-check';
import { serviceIds } from '../../src/services/index.ts';
import { randomRuns } from '../support/long-runs.ts';
import { found } from './found-scenarios.ts';
import { scenario } from './random-faults.ts';
import { runScenario } from './run-scenario.ts';

const FIFTEEN_MINUTES_MS = 900_000;

/** Plays random faults with every other service from this position on: two files share the work. */
export function playEveryOther(first: 0 | 1): void {
  test.each(serviceIds.filter((_, at) => at % 2 === first))(
    '%s: whatever goes wrong, green is exactly one completed backup and red at most one that is told of',
    async (service) => {
      await fc.assert(
        fc.asyncProperty(scenario, (drawn) => runScenario(service, drawn)),
        { ...randomRuns(20, 1_000), examples: found.map((drawn) => [drawn]) },
      );
    },
    FIFTEEN_MINUTES_MS,
  );
}
