import { expect, test } from '@jest/globals';
import type { CreateManyOptions, ServiceId } from '../../../../src/index.ts';
import { fleetCloud, manyOrders } from '../../../support/fleet-cloud.ts';
import { mostInAMinute } from '../../../support/fleet-cost.ts';

const LATENCY_MS = 300;

/** Asks for so many backups, 300 ms a call and eight at a time; what went out, and when. */
async function askFor(service: ServiceId, count: number, options: CreateManyOptions = {}) {
  const { client, clock, made, sent, ofKind, log } = fleetCloud({ latencyMs: LATENCY_MS });
  const orders = manyOrders(service, count);
  const making = client.createBackups(orders, { wait: false, timeoutMs: 3_600_000, ...options });
  const outcomes = await clock.play(making);
  expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(made).toHaveLength(count);
  const createdMs = ofKind('create').map(({ atMs }) => atMs);
  const told = log.lines.filter((line) => line.includes('wait for their turn'));
  return { createdMs, sentMs: sent.map(({ atMs }) => atMs), told };
}

const ways: readonly (readonly [string, ServiceId, CreateManyOptions])[] = [
  ['a name of the user’s', 'taurusdb', {}],
  ['reuse_existing', 'dds', { reuseExisting: true, hasUniqueName: true }],
  ['a name of the user’s, RDS', 'rds', {}],
  ['RDS v1', 'rds-v1', {}],
];

test.each(ways)(
  'with %s a ready create goes before a lookup that waits',
  async (_, service, how) => {
    const { createdMs, told } = await askFor(service, 80, how);
    expect(createdMs).toHaveLength(80);
    expect(Math.min(...createdMs)).toBeLessThanOrEqual(700);
    expect(Math.max(...createdMs)).toBeLessThanOrEqual(7_500);
    expect(told).toEqual([]);
  },
);

test('above that, lookups and creates together stay within 180 a minute, which is logged once', async () => {
  const { createdMs, sentMs, told } = await askFor('taurusdb', 300);
  expect(mostInAMinute(sentMs)).toBeLessThanOrEqual(180);
  // Nearly as fast as that allows: 600 calls, 180 of them at once and as many in each minute.
  expect(Math.max(...createdMs)).toBeLessThan(4 * 60_000);
  expect(Math.min(...createdMs)).toBeLessThanOrEqual(700);
  expect(told).toEqual([
    'info: Calls to taurusdb.cloud.test wait for their turn: no more than 180 go out in a minute, 100 polls among them.',
  ]);
});

test('backups of several services are asked for at the pace of each one’s host', async () => {
  const { client, clock, ofKind } = fleetCloud({ latencyMs: LATENCY_MS });
  const orders = [...manyOrders('taurusdb', 60), ...manyOrders('dds', 60)];
  await clock.play(client.createBackups(orders, { wait: false, concurrency: 16 }));
  expect(Math.max(...ofKind('create').map(({ atMs }) => atMs))).toBeLessThanOrEqual(7_500);
});
