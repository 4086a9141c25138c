import { expect, test } from '@jest/globals';
import type { Backup } from '../../../../src/index.ts';
import {
  fleetCloud,
  forAnHour,
  HOUR_MS,
  MINUTE_MS,
  manyOrders,
  type Sent,
} from '../../../support/fleet-cloud.ts';

type Fleet = ReturnType<typeof fleetCloud>;

const LAG_MS = 30_000;

/** The list calls of each look: a look begins where nothing was asked for a second. */
function countCallsOfLooks({ ofKind }: Fleet, untilMs: number): readonly number[] {
  const counts: number[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { atMs } of ofKind('list').filter((sent) => sent.atMs < untilMs)) {
    if (atMs - lastMs > 1_000) counts.push(0);
    counts.push((counts.pop() ?? 0) + 1);
    lastMs = atMs;
  }
  return counts;
}

test('one that is not listed yet, among 4,000 others, costs one call a look', async () => {
  const lagging = ['taurusdb-2'];
  const fleet = fleetCloud({ others: 4_000, listLagMs: LAG_MS, lagging });
  const making = fleet.client.createBackups(manyOrders('taurusdb', 4), forAnHour);
  const outcomes = await fleet.clock.play(making);
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(4).fill('COMPLETED'));
  const counts = countCallsOfLooks(fleet, LAG_MS);
  expect(counts.length).toBeGreaterThan(5);
  // The last of the creates end while the first are looked at already.
  expect(Math.max(...counts.slice(1))).toBe(1);
});

/** Backups that were accepted, each waited for by a call of its own. */
async function waitForEach(fleet: Fleet, service: 'taurusdb' | 'rds', count: number) {
  const { client, clock } = fleet;
  const play = async () => {
    const options = { wait: false, hasUniqueName: true };
    const orders = manyOrders(service, count);
    const accepted: Backup[] = [];
    for (let at = 0; at < count; at += 100) {
      const outcomes = await client.createBackups(orders.slice(at, at + 100), options);
      accepted.push(...outcomes.flatMap(({ backup }) => backup ?? []));
    }
    const startMs = clock.monotonicMs();
    const waits = accepted.map((backup) => client.waitForBackup(backup, { timeoutMs: HOUR_MS }));
    return { startMs, ends: await Promise.all(waits) };
  };
  return await clock.play(play());
}

test('one of several waits whose backup is not listed yet is asked for by its id', async () => {
  const fleet = fleetCloud({ others: 4_000, listLagMs: LAG_MS, lagging: ['taurusdb-2'] });
  const { startMs, ends } = await waitForEach(fleet, 'taurusdb', 4);
  expect(ends.map(({ status }) => status)).toEqual(Array(4).fill('COMPLETED'));
  expect(Math.max(...countCallsOfLooks(fleet, startMs + LAG_MS).slice(1))).toBeLessThanOrEqual(4);
  const byId = fleet.ofKind('list').flatMap(({ query }) => query['backup_id'] ?? []);
  expect(new Set(byId)).toEqual(new Set(['backup-of-taurusdb-2']));
});

test('what asking for one of them meets is not told of the others', async () => {
  const fleet = fleetCloud({
    others: 4_000,
    listLagMs: 10 * MINUTE_MS,
    lagging: ['taurusdb-2'],
    instead: ({ query }) =>
      query['backup_id'] === 'backup-of-taurusdb-2'
        ? { status: 403, body: { error_code: 'DBS.280015', error_msg: 'x' } }
        : undefined,
  });
  const { client, clock } = fleet;
  const play = async () => {
    const options = { wait: false, hasUniqueName: true };
    const accepted = await client.createBackups(manyOrders('taurusdb', 3), options);
    const backups = accepted.flatMap(({ backup }) => backup ?? []);
    const wait = { timeoutMs: HOUR_MS };
    return await Promise.allSettled(backups.map((backup) => client.waitForBackup(backup, wait)));
  };
  expect(await clock.play(play())).toMatchObject([
    { value: { status: 'COMPLETED' } },
    { reason: { name: 'StatusUnavailableError', backup: { id: 'backup-of-taurusdb-2' } } },
    { value: { status: 'COMPLETED' } },
  ]);
});

test('a list that is sorted otherwise is read until all are found', async () => {
  const fleet = fleetCloud({ others: 300, sort: (list) => list.toReversed() });
  const making = fleet.client.createBackups(manyOrders('taurusdb', 3), forAnHour);
  const outcomes = await fleet.clock.play(making);
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(3).fill('COMPLETED'));
});

test('a list without times is read until all are found', async () => {
  const timeless = <Entry>(list: readonly Entry[]) =>
    list.map((entry) => ({ ...entry, begin_time: '' })).toReversed();
  const fleet = fleetCloud({ others: 300, sort: timeless });
  const making = fleet.client.createBackups(manyOrders('taurusdb', 3), forAnHour);
  const outcomes = await fleet.clock.play(making);
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(3).fill('COMPLETED'));
});

/** A fleet that knows how many of its list calls were under way at a time, at most. */
function busyFleet() {
  let underWay = 0;
  let most = 0;
  const fleet: Fleet = fleetCloud({
    instead: async ({ what, signal }: Sent) => {
      if (what !== 'list') return undefined;
      underWay += 1;
      most = Math.max(most, underWay);
      await fleet.clock.sleep(200, signal).finally(() => {
        underWay -= 1;
      });
      return undefined;
    },
  });
  return { fleet, findMost: () => most };
}

test('three hundred waits that begin at once are eight first looks and shared ones', async () => {
  const { fleet, findMost } = busyFleet();
  const { startMs, ends } = await waitForEach(fleet, 'taurusdb', 300);
  expect(ends.filter(({ status }) => status === 'COMPLETED')).toHaveLength(300);
  expect(findMost()).toBeLessThanOrEqual(9);
  const first = fleet.ofKind('list').filter(({ atMs }) => atMs === startMs);
  expect(first.length).toBeLessThanOrEqual(9);
});

test('where each needs a look of its own, eight at a time are first', async () => {
  const { fleet } = busyFleet();
  const { startMs, ends } = await waitForEach(fleet, 'rds', 40);
  expect(ends.filter(({ status }) => status === 'COMPLETED')).toHaveLength(40);
  const firstMs = fleet
    .ofKind('list')
    .flatMap(({ query, atMs }) => (query['backup_id'] === undefined ? [atMs - startMs] : []));
  expect(firstMs).toHaveLength(40);
  expect(new Set(firstMs)).toEqual(new Set([0, 400, 800, 1_200, 1_600]));
});
