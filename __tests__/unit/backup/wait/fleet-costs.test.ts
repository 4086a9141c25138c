import { expect, test } from '@jest/globals';
import { laggingBy, MINUTE_MS } from '../../../support/fleet-cloud.ts';
import {
  costCells,
  type FleetCost,
  measureFleet,
  measurePlanned,
  quantile,
} from '../../../support/fleet-cost.ts';
import { expectTable } from '../../../support/measured-table.ts';
import type { PlannedFleet } from '../../../support/planned-fleet.ts';

/**
 * What a hundred instances of RDS cost when each was asked for by its own id, at its own pauses:
 * measured before their list was read.
 */
const BY_ID = { calls: 11_403, mostCalls: 2_599, mostPolls: 2_599 };
const BY_ID_DELAYS = ['15.3 s', '28.9 s', '30.2 s'];

const every = (ms: number) => () => ms;
const SAYS: readonly (readonly [says: string, setup: Partial<PlannedFleet>, counts: number[]])[] = [
  ['the state as it is', {}, [1, 10, 100, 300, 1_000]],
  ['the state, 10 s late', { shows: laggingBy(10_000) }, [100]],
  ['the state, ten minutes late', { shows: laggingBy(10 * MINUTE_MS) }, [100, 1_000]],
  ['`BACKING UP` for ever', { shows: () => true }, [10, 100, 1_000]],
  ['nothing: it is refused', { isListRefused: true }, [10, 100, 300, 1_000]],
  ['nothing: no state tells of a backup', { shows: () => false }, [100]],
  ['the state, among 2,000 instances', { others: 1_900 }, [10, 100]],
  ['the same, each page after 10 s', { others: 1_900, pageMs: every(10_000) }, [100]],
  [
    'the same, until its third page never comes',
    { others: 1_900, pageMs: (page) => (page === 2 ? Number.POSITIVE_INFINITY : 200) },
    [100],
  ],
];

const costs = new Map<string, FleetCost>();
const nameOf = (says: string, count: number) => `${says}, ${count}`;
for (const [says, setup, counts] of SAYS) {
  for (const count of counts) costs.set(nameOf(says, count), measurePlanned(count, setup));
}

const costOf = (says: string, count: number): FleetCost => {
  const cost = costs.get(nameOf(says, count));
  if (cost === undefined) throw new Error(`${says}, ${count} was not measured`);
  return cost;
};

test('the page has what was measured', () => {
  const head = ['What the list of instances says', 'Databases', 'Calls', 'In a minute, at most'];
  const delays = ['polls among them', 'Delay: median', '95 %', 'Longest'];
  const byId = Object.values(BY_ID).map(String);
  const rows = SAYS.flatMap(([says, , counts]) =>
    counts.map((count) => [says, count.toLocaleString('en'), ...costCells(costOf(says, count))]),
  );
  expectTable('rds-fleet', [
    [...head, ...delays],
    ['not read, and no bound: as it was', '100', ...byId, ...BY_ID_DELAYS],
    ...rows,
  ]);
});

test('a hundred instances of RDS take an eighth of the calls, and are seen no later', () => {
  const cost = costOf('the state as it is', 100);
  expect(cost.calls).toBeLessThanOrEqual(BY_ID.calls / 8);
  expect(quantile(cost, 0.5)).toBeLessThanOrEqual(15_000);
  expect(quantile(cost, 0.95)).toBeLessThanOrEqual(30_000);
});

test('where states lag by 10 s, the delay grows by 15 s at most', () => {
  const cost = costOf('the state, 10 s late', 100);
  expect(quantile(cost, 0.5)).toBeLessThanOrEqual(15_000 + 15_000);
  expect(quantile(cost, 0.95)).toBeLessThanOrEqual(30_000 + 15_000);
});

test('where the list says nothing, the delay is a round of all at 100 a minute and 30 s at most', () => {
  for (const count of [10, 100, 300, 1_000]) {
    const cost = costOf('nothing: it is refused', count);
    expect(quantile(cost, 1)).toBeLessThanOrEqual(count * 600 + 30_000);
  }
});

test('whatever the list says, a host gets 180 calls in a minute at most, and 100 polls', () => {
  for (const cost of costs.values()) {
    expect(cost.mostCalls).toBeLessThanOrEqual(180);
    expect(cost.mostPolls).toBeLessThanOrEqual(100);
  }
});

test('the client itself takes the calls, and has the delays, that the page tells', async () => {
  const setup = { showsBackup: laggingBy(10_000) };
  const [real, planned] = [
    await measureFleet('rds', 40, setup),
    measurePlanned(40, { shows: laggingBy(10_000) }),
  ];
  expect(Math.abs(real.calls - planned.calls)).toBeLessThanOrEqual(planned.calls / 50);
  for (const share of [0.5, 0.95, 1]) {
    const differenceMs = quantile(real, share) - quantile(planned, share);
    expect(Math.abs(differenceMs)).toBeLessThanOrEqual(3_000);
  }
});
