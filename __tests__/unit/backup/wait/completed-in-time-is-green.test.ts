import { expect, test } from '@jest/globals';
import {
  type FleetSetup,
  fleetCloud,
  laggingBy,
  MINUTE_MS,
  manyOrders,
} from '../../../support/fleet-cloud.ts';
import { mostInAMinute } from '../../../support/fleet-cost.ts';
import { checkRows } from '../../../support/table.ts';

interface Row extends FleetSetup {
  readonly count: number;
  readonly timeoutMs: number;
}

/** The state goes on to say BACKING UP: an automated backup follows. */
const stuck: FleetSetup = { showsBackup: () => true };

/** A page of the list of instances takes so long. */
const slowPages = (ms: number): FleetSetup => ({ pageMs: ms });

/** Completed so long before the deadline, whenever it was asked for. */
const endsBefore = (timeoutMs: number, ms: number) => ({
  timeoutMs,
  backupMs: () => timeoutMs - ms,
});

const rows: readonly Row[] = [
  { count: 100, timeoutMs: 20 * MINUTE_MS, ...stuck },
  { count: 200, timeoutMs: 20 * MINUTE_MS, ...stuck },
  { count: 20, timeoutMs: 15 * MINUTE_MS, backupMs: () => 2 * MINUTE_MS, otherInstances: 1_700 },
  { count: 20, timeoutMs: 5 * MINUTE_MS, backupMs: () => 2 * MINUTE_MS, otherInstances: 900 },
  { count: 20, timeoutMs: 5 * MINUTE_MS, backupMs: () => 2 * MINUTE_MS, otherInstances: 400 },
  { count: 20, ...endsBefore(10 * MINUTE_MS, 20_000), otherInstances: 1_700 },
  { count: 20, ...endsBefore(10 * MINUTE_MS, 40_000), otherInstances: 400, ...slowPages(8_000) },
  { count: 40, ...endsBefore(20 * MINUTE_MS, 26_000), showsBackup: laggingBy(10_000) },
];

test('a backup that is completed 10 s and a third of a second for each before the deadline is green', () =>
  checkRows(rows, async ({ count, timeoutMs, ...setup }) => {
    const { client, clock, sent } = fleetCloud(setup);
    const options = { timeoutMs, hasUniqueName: true };
    const making = client.createBackups(manyOrders('rds', count), options);
    const outcomes = await clock.play(making);
    const red = outcomes.filter(({ backup }) => backup?.status !== 'COMPLETED');
    expect(red.map(({ order }) => order.instanceId)).toEqual([]);
    expect(mostInAMinute(sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(180);
  }));

test.each([200, 400])(
  'one host gets at most 180 calls of all kinds in a minute: %d',
  async (count) => {
    const { client, clock, sent } = fleetCloud();
    const options = { timeoutMs: 60 * MINUTE_MS };
    const outcomes = await clock.play(client.createBackups(manyOrders('rds', count), options));
    expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(mostInAMinute(sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(180);
  },
);
