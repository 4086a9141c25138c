import { expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/index.ts';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';

const INSTANCE = '07033b125fd94a8a96896f8bcfee6ddain07';

function seed({ simulator }: SimulatedCloud, count: number) {
  for (let at = 0; at < count; at++) {
    const beganAt = Date.parse('2026-11-20T12:00:00Z') - at * 60_000;
    simulator.seedBackup({ instanceId: INSTANCE, name: `b-${at}`, type: 'manual', beganAt });
  }
}

/** The names on a page, and how many are counted. */
async function page({ send }: SimulatedCloud, query: string) {
  const { json } = await send('taurusdb', `GET /v3/{pid}/backups${query}`);
  const { backups, total_count: total } = JSON.parse(JSON.stringify(json));
  return { total, names: backups.map(({ name }: { readonly name: string }) => name) };
}

const pageWith = async (fault: Fault, query: string) => {
  const pages: unknown[] = [];
  await withCloud(async (cloud) => {
    seed(cloud, 5);
    cloud.simulator.inject(fault);
    pages.push(await page(cloud, query), await page(cloud, query));
  });
  return pages;
};

test('an empty page counts what it does not show, once', async () => {
  const [first, second] = await pageWith({ name: 'empty-page', operation: 'list' }, '');
  expect(first).toEqual({ total: 5, names: [] });
  expect(second).toEqual({ total: 5, names: ['b-0', 'b-1', 'b-2', 'b-3', 'b-4'] });
});

test.each([
  [1, { total: 4, names: ['b-3', 'b-4'] }],
  [-1, { total: 6, names: ['b-1', 'b-2', 'b-3', 'b-4'] }],
])('a further page has moved by %d, once', async (by, moved) => {
  const pages = await pageWith({ name: 'moved-list', by, operation: 'list' }, '?offset=2');
  expect(pages).toEqual([moved, { total: 5, names: ['b-2', 'b-3', 'b-4'] }]);
});

test('a first page never moves, and shows as many as it is told to', async () => {
  const fault = { name: 'moved-list', by: 1, most: 2, operation: 'list' } as const;
  const [first] = await pageWith(fault, '');
  expect(first).toEqual({ total: 5, names: ['b-0', 'b-1'] });
});

test('a list of instances is empty and counts in the same way', () =>
  withCloud(async ({ simulator, send }) => {
    simulator.inject({ name: 'empty-page', operation: 'instances' });
    const { json } = await send('taurusdb', 'GET /v3/{pid}/instances');
    expect(json).toEqual({ instances: [], total_count: 3 });
  }));
