import { expect, test } from '@jest/globals';
import type { FleetSetup } from '../../../support/fleet-cloud.ts';
import { costCells, measureFleet, readCostRow } from '../../../support/fleet-cost.ts';

const refused: FleetSetup = {
  instead: ({ what }) => (what === 'instances' ? { status: 403, body: {} } : undefined),
};
const WAYS = [
  ['`rds`, by the list of instances', 'rds', {}, [10, 100, 300]],
  ['`rds`, by ids', 'rds', refused, [10, 100]],
  ['`taurusdb`, by the list of backups', 'taurusdb', {}, [10, 100, 300]],
] as const;
/** More take too long for a test: the page's other rows were measured by hand, in the same way. */
const cases = WAYS.flatMap(([way, service, setup, counts]) =>
  counts.map((count) => ({ way, service, setup, count })),
);

test.each(cases)(
  'polls stay under 100 a minute, at the delay that the page tells: $way, $count databases',
  async ({ way, service, setup, count }) => {
    const cost = await measureFleet(service, count, setup);
    expect(cost.mostLooksAMinute).toBeLessThan(100);
    const told = cost.log.filter((line) => line.includes('the pauses between polls get longer'));
    expect(told).toHaveLength(setup === refused ? 1 : 0);
    expect(readCostRow('looks', `${way}, ${count} databases`)).toEqual(costCells(cost));
  },
  300_000,
);

test('pauses that get longer make nothing red, where lists lag too', async () => {
  // Each is asked for every two minutes, and listed only after four.
  const listLagMs = 240_000;
  const cost = await measureFleet('rds', 200, { ...refused, listLagMs, backupMs: () => 600_000 });
  expect(cost.mostLooksAMinute).toBeLessThan(100);
});
