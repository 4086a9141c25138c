import { expect, test } from '@jest/globals';
import type { Account, Simulator } from '../../simulator/index.ts';
import {
  type BackupClient,
  type BackupOrder,
  type Credentials,
  type ServiceId,
  serviceIds,
} from '../../src/index.ts';
import { count, withClients } from '../support/simulated-client.ts';
import { checkRows } from '../support/table.ts';

/** Two instances of each service: enough for a key to be locked many times over. */
function ordersOf({ instances }: Simulator): readonly BackupOrder[] {
  return serviceIds.flatMap((service: ServiceId) =>
    instances
      .filter((instance) => instance.service === service)
      .slice(0, 2)
      .map(({ id }, at) => ({
        service,
        instanceId: id,
        name: `nightly-${service}-${at}`,
        description: 'x',
      })),
  );
}

const wrongKey = ({ accessKey }: Account) =>
  ({ kind: 'keys', accessKey, secretKey: 'not-the-secret-key' }) as const;

const HOUR_MS = 3_600_000;
const waiting = { timeoutMs: HOUR_MS, hasUniqueName: true };

/** How often, on OTC and on Huawei Cloud: OTC has two forms of a signature. */
type Times = readonly [otc: number, huawei: number];

const refusedWays: readonly [string, Times, (account: Account) => Credentials][] = [
  ['key', [2, 1], wrongKey],
  [
    'key that a function returns again and again',
    [2, 1],
    (account) => async () => wrongKey(account),
  ],
  [
    'key for an agency',
    [2, 1],
    (account) => {
      const { agencyName, agencyDomainName } = account;
      return { kind: 'agency', agencyName, agencyDomainName, base: wrongKey(account) };
    },
  ],
  [
    'password',
    [1, 1],
    ({ username, domainName }) => ({ kind: 'password', username, domainName, password: 'wrong' }),
  ],
];

const clouds = ['otc', 'huaweicloud'] as const;

test('a batch tries each refused login so often, and every order ends with the refusal', () =>
  checkRows(
    refusedWays.flatMap(([title, times, credentialsOf]) =>
      clouds.map((cloud, at) => ({ title, cloud, times: times[at], credentialsOf })),
    ),
    async ({ cloud, times, credentialsOf }) => {
      await withClients({ cloud }, async ({ simulator, connect }) => {
        const client = connect(credentialsOf(simulator.account), { cloud });
        const orders = ordersOf(simulator).filter(({ service }) => service !== 'rds-v1');
        const outcomes = await client.createBackups(orders, waiting);
        expect(outcomes).toHaveLength(orders.length);
        for (const { error, backup } of outcomes) {
          expect(error).toMatchObject({ name: expect.stringMatching(/LoginError|ApiError/) });
          expect(backup).toBeUndefined();
        }
        expect(simulator.refusedLogins).toBe(times);
        expect(count(simulator, 'create')).toBe(0);
      });
    },
  ));

test.each([
  ['otc', 3],
  ['huaweicloud', 2],
] as const)(
  'with a clock that is off as well, a refused key is tried once more: on %s %i times',
  async (cloud, times) => {
    const skewMs = 3 * HOUR_MS;
    await withClients({ skewMs, cloud }, async ({ simulator, connect }) => {
      const client = connect(wrongKey(simulator.account), { cloud });
      const outcomes = await client.createBackups(ordersOf(simulator), waiting);
      expect(outcomes.every(({ error }) => error !== undefined)).toBe(true);
      expect(simulator.refusedLogins).toBe(times);
    });
  },
);

test('with a clock that is off, a good key is refused once and the whole batch is completed', async () => {
  await withClients({ skewMs: HOUR_MS, backupMs: 1_000 }, async ({ simulator, connect }) => {
    const { accessKey, secretKey } = simulator.account;
    const client = connect({ kind: 'keys', accessKey, secretKey });
    const outcomes = await client.createBackups(ordersOf(simulator), waiting);
    expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => undefined));
    expect(simulator.refusedLogins).toBe(1);
  });
});

const readingCalls: readonly [
  string,
  (client: BackupClient, order: BackupOrder) => Promise<unknown>,
][] = [
  ['preflight', (client, order) => client.preflight(order)],
  [
    'findInstance',
    (client, { service, instanceId }) => client.findInstance({ service, instanceId }),
  ],
  ['listBackups', (client, { service, instanceId }) => client.listBackups({ service, instanceId })],
  [
    'pruneBackups',
    (client, order) =>
      client.pruneBackups({ ...order, id: 'b-1' }, { keepLast: 1, isOurs: () => true }),
  ],
];

test.each(readingCalls)('%s of many at once tries a refused key once', async (_, call) => {
  await withClients({}, async ({ simulator, connect }) => {
    const client = connect(wrongKey(simulator.account), { cloud: 'huaweicloud' });
    await Promise.allSettled(ordersOf(simulator).map((order) => call(client, order)));
    expect(simulator.refusedLogins).toBe(1);
  });
});

test('what comes after a refused batch does not try the key again', async () => {
  await withClients({}, async ({ simulator, connect }) => {
    const client = connect(wrongKey(simulator.account));
    const [order] = ordersOf(simulator);
    if (order === undefined) throw new Error('no order');
    for (let round = 0; round < 6; round++) await client.createBackups([order], waiting);
    expect(simulator.refusedLogins).toBe(2);
  });
});

test('a whole batch shares one login and one look for the project', async () => {
  await withClients({ backupMs: 1_000 }, async ({ simulator, connect }) => {
    const { username, password, domainName } = simulator.account;
    const client = connect({ kind: 'password', username, password, domainName });
    const outcomes = await client.createBackups(ordersOf(simulator), waiting);
    expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => undefined));
    expect(count(simulator, 'login')).toBe(1);
    expect(count(simulator, 'projects')).toBeLessThanOrEqual(1);
  });
});

test('a token that is revoked amid a batch is renewed once, for all', async () => {
  await withClients({ backupMs: 600_000 }, async ({ simulator, connect }) => {
    const { username, password, domainName } = simulator.account;
    const client = connect({ kind: 'password', username, password, domainName });
    let accepted = 0;
    const orders = ordersOf(simulator);
    const onAccepted = () => {
      accepted += 1;
      if (accepted === orders.length) simulator.revokeTokens();
    };
    const outcomes = await client.createBackups(orders, { ...waiting, onAccepted });
    expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => undefined));
    expect(count(simulator, 'login')).toBe(2);
  });
});
