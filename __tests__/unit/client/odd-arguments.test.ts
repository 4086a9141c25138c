import { expect, test } from '@jest/globals';
import { BackupClient, BackupError } from '../../../src/index.ts';
import {
  aBackup,
  HOST,
  INSTANCE,
  MemoryDispatcher,
  PROJECT,
  TOKEN,
  testClient,
} from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';

const client = () =>
  new BackupClient({
    endpoints: { rds: HOST, taurusdb: HOST },
    projectId: PROJECT,
    credentials: TOKEN,
    dispatcher: new MemoryDispatcher(() => ({ body: { backups: [] } })),
  });

test.each(['', '.', '..'])('an id like %j is told by an error of this library', async (id) => {
  const end = client().deleteBackup({ service: 'rds', id });
  await expect(end).rejects.toBeInstanceOf(BackupError);
});

test.each([Number.POSITIVE_INFINITY, Number.NaN])('so is a time-out of %d', async (timeoutMs) => {
  const end = client().waitForBackup(aBackup(), { timeoutMs, signal: AbortSignal.timeout(50) });
  await expect(end).rejects.toBeInstanceOf(BackupError);
});

/** A client that counts what it sends. */
function countingClient() {
  let sent = 0;
  const respond = () => {
    sent += 1;
    return { body: { backups: [], instances: [], backup: { id: 'b-1' } } };
  };
  return { client: testClient({ respond }).client, countSent: () => sent };
}

const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;
const query = { service: 'taurusdb', name: 'shop' } as const;
type Client = ReturnType<typeof countingClient>['client'];

/** Every option that takes milliseconds, given something else by a program in JavaScript. */
const timed: readonly [string, string, (client: Client, ms: number) => Promise<unknown>][] = [
  ['createBackup', 'timeoutMs', (client, timeoutMs) => client.createBackup(order, { timeoutMs })],
  [
    'createBackup',
    'busyTimeoutMs',
    (client, busyTimeoutMs) => client.createBackup(order, { busyTimeoutMs }),
  ],
  [
    'createBackups',
    'timeoutMs',
    (client, timeoutMs) => client.createBackups([order], { timeoutMs, wait: false }),
  ],
  [
    'createBackups',
    'busyTimeoutMs',
    (client, busyTimeoutMs) => client.createBackups([order], { timeoutMs: 1, busyTimeoutMs }),
  ],
  [
    'waitForBackup',
    'timeoutMs',
    (client, timeoutMs) => client.waitForBackup(aBackup(), { timeoutMs }),
  ],
  ['findInstance', 'timeoutMs', (client, timeoutMs) => client.findInstance(query, { timeoutMs })],
  ['preflight', 'timeoutMs', (client, timeoutMs) => client.preflight(order, { timeoutMs })],
];
const noTimes: readonly unknown[] = [Number.NaN, -1, '60000', null];

test('every method with an odd option is an input error, and nothing is sent', () =>
  checkRows(
    timed.flatMap(([method, option, call]) =>
      noTimes.map((value) => ({ method, option, value, call })),
    ),
    async (given) => {
      const { client, countSent } = countingClient();
      const end = given.call(client, given.value as number);
      await expect(end).rejects.toMatchObject({
        name: 'InputError',
        problems: [{ input: given.option }],
      });
      expect(countSent()).toBe(0);
    },
  ));

test.each([0, Number.NaN, '3'])('a keepLast of %j is an input error', async (keepLast) => {
  const { client, countSent } = countingClient();
  const rule = { keepLast: keepLast as number, isOurs: () => true };
  const target = { service: 'taurusdb', instanceId: INSTANCE } as const;
  const error = { name: 'InputError', problems: [{ input: 'keepLast' }] };
  await expect(client.findOldBackups(target, rule)).rejects.toMatchObject(error);
  await expect(client.pruneBackups({ ...target, id: 'b-1' }, rule)).rejects.toMatchObject(error);
  expect(countSent()).toBe(0);
});

test('an order with an odd field is an input error, and nothing is sent', () =>
  checkRows<[string, object]>(
    [
      ['databases', { service: 'rds', databases: 'shop' }],
      ['databases', { service: 'rds', databases: [''] }],
      ['databases', { service: 'rds', databases: [5] }],
      ['name', { name: 5 }],
      ['instanceId', { instanceId: undefined }],
      ['description', { description: {} }],
    ],
    async (input, fields) => {
      const { client, countSent } = countingClient();
      const odd = { ...order, ...fields };
      await expect(client.createBackup(odd)).rejects.toMatchObject({
        name: 'InputError',
        problems: [{ input }],
      });
      await expect(client.createBackups([odd], { timeoutMs: 1 })).rejects.toMatchObject({
        problems: [{ input: `orders.0.${input}` }],
      });
      expect(countSent()).toBe(0);
    },
  ));
