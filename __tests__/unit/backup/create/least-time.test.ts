import { expect, test } from '@jest/globals';
import type { CreateManyOptions, ServiceId } from '../../../../src/index.ts';
import { fleetCloud, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';

/** What is logged before anything is sent, for so many backups that a cancellation ends at once. */
async function warnings(service: ServiceId, count: number, options: CreateManyOptions) {
  const { client, clock, log, sent } = fleetCloud();
  const cancel = new AbortController();
  const making = client.createBackups(manyOrders(service, count), {
    ...options,
    signal: cancel.signal,
  });
  const logged = log.lines.filter((line) => line.startsWith('warning'));
  expect(sent).toEqual([]);
  cancel.abort();
  await clock.play(making);
  return logged;
}

test('what the budget can’t reach in time is said before anything is sent, with the time that would do', async () => {
  const options = { timeoutMs: 10 * MINUTE_MS, hasUniqueName: true };
  expect(await warnings('rds', 1_000, options)).toEqual([
    'warning: Asking for 1000 backups, and once for each whether it is completed, takes 10m 33s, because no more than 180 calls go to rds.cloud.test in a minute: a time limit of 10m 0s is too short for all of them. 10m 43s and the time that a backup takes would do.',
  ]);
  expect(await warnings('rds', 1_000, { ...options, timeoutMs: 11 * MINUTE_MS })).toEqual([]);
});

test('a list of the names before each create counts as well', async () => {
  const options = { timeoutMs: 10 * MINUTE_MS, wait: false };
  expect(await warnings('taurusdb', 1_000, options)).toEqual([
    'warning: Asking for 1000 backups takes 11m 0s, because no more than 180 calls go to taurusdb.cloud.test in a minute: a time limit of 10m 0s is too short for all of them. 11m 0s would do.',
  ]);
  expect(await warnings('taurusdb', 1_000, { ...options, hasUniqueName: true })).toEqual([]);
});

test('where one list shows all backups, the time of the creates is enough', async () => {
  const options = { timeoutMs: 5 * MINUTE_MS, hasUniqueName: true };
  expect(await warnings('dds', 1_000, options)).toEqual([]);
  expect(await warnings('rds', 1_000, options)).toHaveLength(1);
});

test('without a time limit nothing is too short', async () => {
  expect(await warnings('rds', 1_000, { wait: false })).toEqual([]);
});
