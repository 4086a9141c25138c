import { expect, test } from '@jest/globals';
import type { Backup, Progress } from '../../../../src/index.ts';
import { fleetCloud, forAnHour, MINUTE_MS, manyOrders } from '../../../support/fleet-cloud.ts';

const orders = manyOrders('taurusdb', 3);
const mishap = new Error('the disk is full');

test('each accepted backup is told of at once, with the position of its order', async () => {
  const { client, clock } = fleetCloud();
  const told: (string | number)[][] = [];
  const onAccepted = ({ id }: Backup, at: number) => told.push([id, at, clock.monotonicMs()]);
  await clock.play(client.createBackups(orders, { ...forAnHour, onAccepted }));
  expect(told.toSorted()).toEqual([
    ['backup-of-taurusdb-1', 0, expect.any(Number)],
    ['backup-of-taurusdb-2', 1, expect.any(Number)],
    ['backup-of-taurusdb-3', 2, expect.any(Number)],
  ]);
  for (const [, , atMs] of told) expect(atMs).toBeLessThan(1_000);
});

test.each(['onAccepted', 'onProgress', 'onSettled'])(
  'an %s that fails, at once or later, changes nothing and is told in the log, once',
  async (callback) => {
    const { client, clock, made, log } = fleetCloud();
    const fail = (_: unknown, at: number) => {
      if (at === 0) throw mishap;
      return at === 1 ? Promise.reject(mishap) : undefined;
    };
    const options = { ...forAnHour, [callback]: fail };
    const outcomes = await clock.play(client.createBackups(orders, options));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(outcomes.map(({ backup }) => backup?.id)).toEqual(made.map(({ id }) => id));
    const warnings = log.lines.filter((line) => line.startsWith('warning'));
    expect(warnings).toEqual([
      `warning: taurusdb taurusdb-1: The caller’s ${callback} failed: Error: the disk is full`,
    ]);
  },
);

test('progress is told of each backup at least once a minute, by its position', async () => {
  const { client, clock } = fleetCloud({ latencyMs: 0 });
  const toldMs: number[][] = [[], [], []];
  const onProgress = ({ elapsedMs }: Progress, at: number) => toldMs[at]?.push(elapsedMs);
  await clock.play(client.createBackups(orders, { ...forAnHour, onProgress }));
  for (const momentsMs of toldMs) {
    const gapsMs = momentsMs.slice(1).map((atMs, at) => atMs - (momentsMs[at] ?? 0));
    expect(momentsMs.length).toBeGreaterThan(3);
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(MINUTE_MS);
  }
});

test('without waiting, accepted is the end, and a backup that was found failed is an error', async () => {
  const { client, clock, ofKind } = fleetCloud();
  const options = { wait: false, hasUniqueName: true };
  const outcomes = await clock.play(client.createBackups(orders, options));
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  expect(outcomes.map(({ backup }) => backup?.status)).toEqual(Array(3).fill('BUILDING'));
  expect(ofKind('list')).toEqual([]);
});

test('each line of the log says of which instance it is, when there are several', async () => {
  const { client, clock, log } = fleetCloud();
  const strange = orders.map((order) => ({ ...order, service: 'geminidb' as const }));
  await clock.play(client.createBackups([...orders, ...strange.slice(1)], forAnHour));
  const about = log.lines.filter((line) => /^(info|warning)/.test(line));
  for (const line of about) expect(line).toMatch(/: (taurusdb|geminidb) taurusdb-\d: /);
});
