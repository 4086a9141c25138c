import { expect, test } from '@jest/globals';
import { laggingBy } from '../../../support/fleet-cloud.ts';
import { costCells, measureFleet, quantile, readCostRow } from '../../../support/fleet-cost.ts';

/**
 * What a hundred instances of RDS cost when each was asked for by its own id, at its own pauses:
 * measured with `measureFleet` before their list was read.
 */
const BY_ID = { calls: 11_403, medianMs: 15_313, p95Ms: 28_881, longestMs: 30_187 };
const LAG_MS = 10_000;

const readRow = (what: string) => readCostRow('rds-fleet', what);

test('a hundred instances of RDS take a twentieth of the calls, and are seen no later', async () => {
  const cost = await measureFleet('rds', 100);
  expect(cost.calls).toBeLessThanOrEqual(BY_ID.calls / 20);
  expect(quantile(cost, 0.5)).toBeLessThanOrEqual(BY_ID.medianMs);
  expect(quantile(cost, 0.95)).toBeLessThanOrEqual(BY_ID.p95Ms);
  expect(quantile(cost, 1)).toBeLessThanOrEqual(BY_ID.longestMs);
  expect(cost.mostLooksAMinute).toBeLessThan(100);
  expect(readRow('By the list of instances')).toEqual(costCells(cost));
});

test('where states lag by 10 s, the delay grows by 15 s at most', async () => {
  const cost = await measureFleet('rds', 100, { showsBackup: laggingBy(LAG_MS) });
  expect(quantile(cost, 0.5)).toBeLessThanOrEqual(BY_ID.medianMs + 15_000);
  expect(quantile(cost, 0.95)).toBeLessThanOrEqual(BY_ID.p95Ms + 15_000);
  expect(quantile(cost, 1)).toBeLessThanOrEqual(BY_ID.longestMs + 15_000);
  expect(cost.mostLooksAMinute).toBeLessThan(100);
  expect(readRow('By the list of instances, where states lag by 10 s')).toEqual(costCells(cost));
});
