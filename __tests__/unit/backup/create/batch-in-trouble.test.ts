import { expect, test } from '@jest/globals';
import { fleetCloud, forAnHour, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';
import { refusedWith } from '../../../support/scripted-cloud.ts';

const orders = manyOrders('taurusdb', 10);

test('a list that lags by a minute loses nobody', async () => {
  const { client, clock, ofKind } = fleetCloud({ listLagMs: MINUTE_MS });
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(10).fill('COMPLETED'));
  expect(ofKind('create')).toHaveLength(10);
});

test('a cloud that can’t list for ten minutes is warned of once, then told of once a minute, and everybody waits on', async () => {
  const { client, clock, log } = fleetCloud({
    instead: ({ what, atMs }) =>
      what === 'list' && atMs > MINUTE_MS && atMs < 11 * MINUTE_MS ? { status: 503 } : undefined,
  });
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(10).fill('COMPLETED'));
  const told = log.lines.filter((line) => /^(warning|info): .*Trying again in/.test(line));
  expect(told[0]).toMatch(/^warning: TaurusDB .*HTTP 503.* Trying again in/);
  expect(told.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
  expect(told.length).toBeGreaterThan(5);
  expect(told.length).toBeLessThanOrEqual(11);
  expect(log.lines.filter((line) => line.includes('answers again'))).toHaveLength(1);
});

test('a list that is forbidden ends every wait, each with its own backup', async () => {
  const { client, clock } = fleetCloud({
    instead: ({ what, atMs }) =>
      what === 'list' && atMs > MINUTE_MS ? refusedWith(403, 'DBS.280015') : undefined,
  });
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  for (const { error, order } of outcomes) {
    expect(error).toMatchObject({
      name: 'StatusUnavailableError',
      backup: { id: `backup-of-${order.instanceId}` },
    });
  }
});

test('one backup that leaves the list has vanished; the others are completed', async () => {
  const fleet = fleetCloud({
    instead: ({ what, atMs }) => {
      const at = fleet.made.findIndex(({ instanceId }) => instanceId === 'taurusdb-3');
      if (what === 'list' && atMs > 2 * MINUTE_MS && at >= 0) fleet.made.splice(at, 1);
      return undefined;
    },
  });
  const { client, clock } = fleet;
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  const failed = outcomes.filter(({ error }) => error !== undefined);
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({
    order: { instanceId: 'taurusdb-3' },
    error: { name: 'BackupVanishedError', backup: { id: 'backup-of-taurusdb-3' } },
  });
});

test('at the deadline everybody has waited long enough, and each says which backup goes on', async () => {
  const { client, clock } = fleetCloud({ backupMs: () => 600 * MINUTE_MS });
  const options = { ...forAnHour, timeoutMs: 10 * MINUTE_MS };
  const outcomes = await clock.play(client.createBackups(orders, options));
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  expect(clock.monotonicMs()).toBeLessThanOrEqual(10 * MINUTE_MS + 10_000);
  for (const { error, backup, order } of outcomes) {
    const { instanceId } = order;
    expect(error).toMatchObject({ name: 'DeadlineError', backup: { instanceId } });
    expect(backup).toMatchObject({ id: `backup-of-${instanceId}`, status: 'BUILDING' });
  }
});

test('what is only completed at the deadline is seen by the last look', async () => {
  const { client, clock } = fleetCloud({ backupMs: () => 5 * MINUTE_MS - 2_000 });
  const options = { ...forAnHour, timeoutMs: 5 * MINUTE_MS };
  const outcomes = await clock.play(client.createBackups(orders, options));
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(10).fill('COMPLETED'));
});

test('a cloud that falls silent holds nobody beyond the deadline', async () => {
  const { client, clock } = fleetCloud({
    instead: async ({ what, atMs, signal }) => {
      if (what === 'list' && atMs > MINUTE_MS) await clock.sleep(1e9, signal);
      return undefined;
    },
  });
  const options = { ...forAnHour, timeoutMs: 10 * MINUTE_MS };
  const outcomes = await clock.play(client.createBackups(orders, options));
  expect(clock.monotonicMs()).toBeLessThanOrEqual(10 * MINUTE_MS + 10_000);
  for (const { error } of outcomes) expect(error).toHaveProperty('name', 'DeadlineError');
});

test('a look that hangs at the deadline leaves the last real cause to be named', async () => {
  const { client, clock } = fleetCloud({
    instead: async ({ what, atMs, signal }) => {
      if (what !== 'list' || atMs < MINUTE_MS) return undefined;
      if (atMs > 8 * MINUTE_MS) await clock.sleep(1e9, signal);
      return { status: 503 };
    },
  });
  const options = { ...forAnHour, timeoutMs: 10 * MINUTE_MS };
  for (const { error } of await clock.play(client.createBackups(orders, options))) {
    expect(error).toMatchObject({
      name: 'DeadlineError',
      message: expect.stringContaining('HTTP 503'),
      cause: { name: 'ApiError', status: 503 },
    });
  }
});

test('a shared look takes no record that the list gives to another instance', async () => {
  const { client, clock } = fleetCloud({
    sort: (list) =>
      list.map((one) =>
        one.instance_id === 'taurusdb-2' ? { ...one, instance_id: 'of-somebody-else' } : one,
      ),
  });
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 3), forAnHour));
  expect(outcomes).toMatchObject([
    { backup: { status: 'COMPLETED' }, error: undefined },
    { backup: { status: 'BUILDING' }, error: { name: 'BackupNeverListedError' } },
    { backup: { status: 'COMPLETED' }, error: undefined },
  ]);
});
