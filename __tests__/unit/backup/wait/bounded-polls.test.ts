import { expect, test } from '@jest/globals';
import type { FleetSetup } from '../../../support/fleet-cloud.ts';
import { costCells, measureFleet } from '../../../support/fleet-cost.ts';
import { isLong } from '../../../support/long-runs.ts';
import { expectTable } from '../../../support/measured-table.ts';

/** Each backup of RDS is asked for by its id. */
const refused: FleetSetup = {
  instead: ({ what }) => (what === 'instances' ? { status: 403, body: {} } : undefined),
};
const LONGER = 'the pauses between polls get longer';

test('where one list shows all backups, the page has what polling many costs', async () => {
  const head = ['Databases', 'Calls', 'In a minute, at most', 'polls among them'];
  const rows: (readonly string[])[] = [];
  for (const count of [10, 100]) {
    const cost = await measureFleet('taurusdb', count);
    expect(cost.mostPolls).toBeLessThanOrEqual(100);
    rows.push([String(count), ...costCells(cost)]);
  }
  expectTable('shared-polls', [[...head, 'Delay: median', '95 %', 'Longest'], ...rows]);
});

test('pauses that get longer make nothing red, where lists lag too, and are logged once', async () => {
  // Each is asked for every 30 seconds or more, and listed only after four minutes.
  const listLagMs = 240_000;
  const setup = { ...refused, listLagMs, backupMs: () => 600_000 };
  const cost = await measureFleet('rds', isLong ? 200 : 70, setup);
  expect(cost.mostCalls).toBeLessThanOrEqual(180);
  expect(cost.mostPolls).toBeLessThanOrEqual(100);
  expect(cost.log.filter((line) => line.includes(LONGER))).toHaveLength(1);
});

test('pauses that stay as they are need no line in the log', async () => {
  const cost = await measureFleet('rds', 10, { ...refused, backupMs: () => 600_000 });
  expect(cost.log.filter((line) => line.includes(LONGER))).toEqual([]);
});
