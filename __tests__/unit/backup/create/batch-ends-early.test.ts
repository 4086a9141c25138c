import { expect, test } from '@jest/globals';
import type { BackupOutcome } from '../../../../src/index.ts';
import { fleetCloud, forAnHour, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';
import { busy, refusedWith } from '../../../support/scripted-cloud.ts';

const namesOf = (outcomes: readonly BackupOutcome[]) =>
  outcomes.map(({ error }) => (error instanceof Error ? error.name : 'completed'));

test('a cancellation ends everybody at once, and each says which backup goes on', async () => {
  const { client, clock, sent } = fleetCloud();
  const cancelling = new AbortController();
  const options = { ...forAnHour, signal: cancelling.signal };
  const working = client.createBackups(manyOrders('taurusdb', 10), options);
  const cancel = async () => {
    await clock.sleep(2 * MINUTE_MS, new AbortController().signal);
    cancelling.abort();
    await working;
  };
  await clock.play(cancel());
  expect(clock.monotonicMs()).toBe(2 * MINUTE_MS);
  for (const { error, backup, order } of await working) {
    expect(error).toMatchObject({ name: 'CancelledError', backup: { id: backup?.id } });
    expect(backup).toMatchObject({ id: `backup-of-${order.instanceId}`, status: 'BUILDING' });
  }
  expect(Math.max(...sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(2 * MINUTE_MS);
  expect(clock.countSleepers()).toBe(0);
});

test('without waiting too, a create that is answered after the cancellation is named', async () => {
  const { client, clock } = fleetCloud({ latencyMs: 3_000 });
  const cancelling = new AbortController();
  const options = { wait: false, hasUniqueName: true, signal: cancelling.signal };
  const working = client.createBackups(manyOrders('taurusdb', 1), options);
  const cancel = async () => {
    await clock.sleep(1_000, new AbortController().signal);
    cancelling.abort();
    return await working;
  };
  const [outcome] = await clock.play(cancel());
  const backup = { id: 'backup-of-taurusdb-1' };
  expect(outcome).toMatchObject({ backup, error: { name: 'CancelledError', backup } });
});

test('a cancellation amid the creates: no further one goes out, and those under way are named', async () => {
  const { client, clock, ofKind, made } = fleetCloud({ latencyMs: 3_000 });
  const cancelling = new AbortController();
  const options = { ...forAnHour, concurrency: 2, signal: cancelling.signal };
  const working = client.createBackups(manyOrders('taurusdb', 10), options);
  const cancel = async () => {
    await clock.sleep(5_000, new AbortController().signal);
    cancelling.abort();
    return await working;
  };
  const outcomes = await clock.play(cancel());
  expect(namesOf(outcomes)).toEqual(Array(10).fill('CancelledError'));
  const named = outcomes.flatMap(({ backup }) => backup?.id ?? []);
  expect(named.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  expect(ofKind('create')).toHaveLength(made.length);
  expect(clock.monotonicMs()).toBeLessThanOrEqual(10_000);
});

test('what was cancelled before the start sends nothing', async () => {
  const { client, clock, sent } = fleetCloud();
  const options = { ...forAnHour, signal: AbortSignal.abort() };
  const orders = manyOrders('taurusdb', 3);
  const outcomes = await clock.play(client.createBackups(orders, options));
  expect(namesOf(outcomes)).toEqual(Array(3).fill('CancelledError'));
  expect(sent).toEqual([]);
});

test('the deadline ends the wait for a busy instance; no backup is said to exist', async () => {
  const { client, clock } = fleetCloud({
    instead: ({ what, query }) => {
      const instances = [{ id: query['id'], name: 'db', status: 'BACKING UP' }];
      return what === 'create' ? busy : { body: { instances, backups: [] } };
    },
  });
  const options = { ...forAnHour, timeoutMs: 5 * MINUTE_MS };
  const orders = manyOrders('taurusdb', 3);
  const outcomes = await clock.play(client.createBackups(orders, options));
  for (const { error, backup } of outcomes) {
    expect(error).toHaveProperty('name', 'InstanceBusyError');
    expect(backup).toBeUndefined();
  }
  expect(clock.monotonicMs()).toBeLessThanOrEqual(5 * MINUTE_MS + 10_000);
});

test('orders that have not had their turn by the deadline are not asked for any more', async () => {
  const { client, clock, made } = fleetCloud({ latencyMs: 20_000 });
  const options = { ...forAnHour, concurrency: 1, timeoutMs: MINUTE_MS };
  const orders = manyOrders('taurusdb', 8);
  const outcomes = await clock.play(client.createBackups(orders, options));
  const names = namesOf(outcomes);
  expect(names.slice(-4)).toEqual(Array(4).fill('DeadlineError'));
  const known = outcomes.flatMap(({ backup }) => backup?.id ?? []);
  expect(made.map(({ id }) => id)).toEqual(expect.arrayContaining(known));
  expect(clock.monotonicMs()).toBeLessThanOrEqual(MINUTE_MS + 10_000);
});

test('failFast: after a refused create no further one goes out, and running ones are named', async () => {
  const { client, clock, ofKind, made } = fleetCloud({
    instead: ({ what, instanceId }) =>
      what === 'create' && instanceId === 'taurusdb-4' ? refusedWith(400, 'DBS.280277') : undefined,
  });
  const options = { ...forAnHour, concurrency: 1, failFast: true };
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 10), options));
  const [stopped, refused] = ['StoppedError', 'ApiError'];
  expect(namesOf(outcomes)).toEqual([
    ...Array(3).fill(stopped),
    refused,
    ...Array(6).fill(stopped),
  ]);
  expect(ofKind('create')).toHaveLength(4);
  expect(made).toHaveLength(3);
  for (const [at, { error, backup, order }] of outcomes.entries()) {
    const id = at < 3 ? `backup-of-${order.instanceId}` : undefined;
    expect(backup?.id).toBe(id);
    if (at === 3) continue;
    expect(error).toHaveProperty('message', expect.stringContaining(id ?? 'there is none'));
  }
  expect(clock.monotonicMs()).toBeLessThan(10_000);
});

test('failFast: a backup that fails ends the other waits at once', async () => {
  const { client, clock } = fleetCloud({
    fails: ['taurusdb-2'],
    backupMs: (id) => (id === 'taurusdb-2' ? 1 : 30) * MINUTE_MS,
  });
  const options = { ...forAnHour, failFast: true };
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 3), options));
  expect(namesOf(outcomes)).toEqual(['StoppedError', 'BackupFailedError', 'StoppedError']);
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(['BUILDING', 'FAILED', 'BUILDING']);
  expect(clock.monotonicMs()).toBeLessThan(2 * MINUTE_MS);
});

test('failFast: a create that is under way gets its answer, so that its backup can be named', async () => {
  const { client, clock } = fleetCloud({
    instead: async ({ what, instanceId, signal }) => {
      if (what !== 'create' || instanceId === 'taurusdb-1') return undefined;
      if (instanceId === 'taurusdb-2') return refusedWith(400, 'DBS.280277');
      await clock.sleep(3_000, signal);
      return undefined;
    },
  });
  const options = { ...forAnHour, failFast: true };
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 3), options));
  expect(namesOf(outcomes)).toEqual(['StoppedError', 'ApiError', 'StoppedError']);
  expect(outcomes[2]?.backup?.id).toBe('backup-of-taurusdb-3');
});

test('failFast changes nothing while all goes well', async () => {
  const { client, clock } = fleetCloud();
  const options = { ...forAnHour, failFast: true };
  const outcomes = await clock.play(client.createBackups(manyOrders('taurusdb', 5), options));
  expect(namesOf(outcomes)).toEqual(Array(5).fill('completed'));
});
