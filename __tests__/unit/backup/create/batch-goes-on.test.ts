import { expect, test } from '@jest/globals';
import type { BackupOutcome } from '../../../../src/index.ts';
import {
  fleetCloud,
  forAnHour,
  MINUTE_MS,
  manyOrders,
  type Sent,
} from '../../../support/fleet-cloud.ts';
import { broken } from '../../../support/memory-cloud.ts';
import { busy, refusedWith } from '../../../support/scripted-cloud.ts';

const orders = manyOrders('taurusdb', 6);
const isFirstsCreate = ({ what, instanceId }: Sent) =>
  what === 'create' && instanceId === 'taurusdb-1';

const namesOf = (outcomes: readonly BackupOutcome[]) =>
  outcomes.map(({ error }) => (error instanceof Error ? error.name : 'completed'));
const oneOf = (name: string) => [name, ...Array(5).fill('completed')];

test('an instance that is busy for half an hour does not hold up the others', async () => {
  const { client, clock, ofKind } = fleetCloud({
    instead: (sent) => {
      if (isFirstsCreate(sent) && clock.monotonicMs() < 30 * MINUTE_MS) return busy;
      const isBusy = sent.what === 'instances' && clock.monotonicMs() < 30 * MINUTE_MS;
      const instances = [{ id: 'taurusdb-1', name: 'db', status: 'BACKING UP' }];
      return isBusy ? { body: { instances } } : undefined;
    },
  });
  const settledMs: number[] = [];
  const onSettled = (_: BackupOutcome, at: number) => {
    settledMs[at] = clock.monotonicMs();
  };
  const options = { ...forAnHour, concurrency: 1, onSettled };
  const outcomes = await clock.play(client.createBackups(orders, options));
  expect(namesOf(outcomes)).toEqual(Array(6).fill('completed'));
  const [first = 0, ...rest] = settledMs;
  expect(first).toBeGreaterThan(34 * MINUTE_MS);
  expect(Math.max(...rest)).toBeLessThan(6 * MINUTE_MS);
  expect(ofKind('create').filter(isFirstsCreate).length).toBeLessThan(10);
});

test('a backup that fails ends as an error, is explained by its job, and the others are waited for', async () => {
  const fleet = fleetCloud({
    fails: ['taurusdb-1'],
    backupMs: (id) => (id === 'taurusdb-1' ? 1 : 5) * MINUTE_MS,
  });
  const { client, clock, ofKind } = fleet;
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  expect(namesOf(outcomes)).toEqual(oneOf('BackupFailedError'));
  expect(outcomes[0]).toMatchObject({
    backup: { id: 'backup-of-taurusdb-1', status: 'FAILED' },
    error: { message: expect.stringContaining('no space') },
  });
  expect(ofKind('job')).toHaveLength(1);
});

test.each([
  ['refused', refusedWith(400, 'DBS.280277'), 'ApiError'],
  ['forbidden', refusedWith(403, 'DBS.280015'), 'ApiError'],
])('a create that is %s is the error of its order alone', async (_, reply, name) => {
  const instead = (sent: Sent) => (isFirstsCreate(sent) ? reply : undefined);
  const { client, clock } = fleetCloud({ instead });
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  expect(namesOf(outcomes)).toEqual(oneOf(name));
  expect(outcomes[0]?.backup).toBeUndefined();
});

test('a create whose answer is lost is looked for and taken, without a second one', async () => {
  let isLost = false;
  const { client, clock, ofKind, made } = fleetCloud({
    instead: (sent) => {
      if (!isFirstsCreate(sent) || isLost) return undefined;
      isLost = true;
      const { service, instanceId = '', atMs } = sent;
      made.push({ id: 'lost', name: 'nightly', service, instanceId, atMs });
      throw broken('ECONNRESET');
    },
  });
  const outcomes = await clock.play(client.createBackups(orders, forAnHour));
  expect(namesOf(outcomes)).toEqual(Array(6).fill('completed'));
  expect(outcomes[0]).toMatchObject({ backup: { id: 'lost', status: 'COMPLETED' } });
  expect(ofKind('create')).toHaveLength(6);
});

test('outcomes stand in the order of the orders, whichever ends first', async () => {
  const backupMs = (id: string) => (10 - Number(id.slice(-1))) * MINUTE_MS;
  const { client, clock } = fleetCloud({ backupMs });
  const settled: number[] = [];
  const onSettled = (_: BackupOutcome, at: number) => settled.push(at);
  const outcomes = await clock.play(client.createBackups(orders, { ...forAnHour, onSettled }));
  expect(settled).toEqual([5, 4, 3, 2, 1, 0]);
  expect(outcomes.map(({ order }) => order)).toEqual(orders);
  expect(outcomes.map(({ backup }) => backup?.instanceId)).toEqual(
    orders.map(({ instanceId }) => instanceId),
  );
});
