import { expect, test } from '@jest/globals';
import { anOrder, fleetCloud, forAnHour, manyOrders } from '../../../support/fleet-cloud.ts';

/** The calls that one backup of five minutes takes when it is alone. */
async function countAlone() {
  const { client, clock, sent } = fleetCloud();
  const [outcome] = await clock.play(client.createBackups(manyOrders('taurusdb', 1), forAnHour));
  expect(outcome).toMatchObject({ error: undefined, backup: { status: 'COMPLETED' } });
  return sent.length;
}

test('a hundred instances together take a twentieth of the calls of a hundred single steps', async () => {
  const alone = await countAlone();
  const { client, clock, sent, ofKind } = fleetCloud();
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 100), forAnHour));
  expect(outcomes.filter(({ backup }) => backup?.status === 'COMPLETED')).toHaveLength(100);
  expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(ofKind('create')).toHaveLength(100);
  expect(sent.length).toBeLessThanOrEqual((alone * 100) / 20);
});

test('each poll is one call, however many wait', async () => {
  const { client, clock, ofKind } = fleetCloud();
  await clock.play(client.createBackups(manyOrders('taurusdb', 30), forAnHour));
  const lastCreateMs = Math.max(...ofKind('create').map(({ atMs }) => atMs)) + 1_000;
  const laterMs = ofKind('list').flatMap(({ atMs }) => (atMs > lastCreateMs ? [atMs] : []));
  const gapsMs = laterMs.slice(1).map((atMs, at) => atMs - (laterMs[at] ?? 0));
  expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1_800);
});

test('no job is asked for while all goes well, and no instance is looked at', async () => {
  const { client, clock, ofKind } = fleetCloud();
  await clock.play(client.createBackups(manyOrders('taurusdb', 20), forAnHour));
  expect(ofKind('job')).toEqual([]);
  expect(ofKind('instances')).toEqual([]);
});

test('an order that is alone in its batch asks for its job', async () => {
  const { client, clock, ofKind } = fleetCloud();
  await clock.play(client.createBackups(manyOrders('taurusdb', 1), forAnHour));
  expect(ofKind('job').length).toBeGreaterThan(0);
});

test('a shared look names no instance and asks for manual backups only', async () => {
  const { client, clock, ofKind } = fleetCloud();
  await clock.play(client.createBackups(manyOrders('dds', 8), forAnHour));
  const queries = ofKind('list').map(({ query }) => query);
  const shared = queries.filter(({ backup_id }) => backup_id === undefined);
  expect(shared.length).toBeGreaterThan(10);
  for (const query of shared) {
    expect(query).not.toHaveProperty('instance_id');
    expect(query).toHaveProperty('backup_type', 'Manual');
  }
});

test('waits of one client share their looks without a batch too', async () => {
  const alone = fleetCloud();
  const order = anOrder('taurusdb', 'taurusdb-1');
  const waitFor = async ({ client }: typeof alone, orders = [order]) => {
    const options = { hasUniqueName: true };
    const waits = orders.map(async (one) => {
      const accepted = await client.createBackup(one, options);
      return await client.waitForBackup(accepted, { timeoutMs: 3_600_000 });
    });
    return await Promise.all(waits);
  };
  await alone.clock.play(waitFor(alone));
  const both = fleetCloud();
  await both.clock.play(waitFor(both, manyOrders('taurusdb', 2)));
  expect(both.ofKind('list').length).toBeLessThanOrEqual(alone.ofKind('list').length + 2);
});
