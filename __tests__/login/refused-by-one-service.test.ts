import { expect, test } from '@jest/globals';
import type { Account, Simulator } from '../../simulator/index.ts';
import type { BackupOrder, BackupOutcome, Credentials } from '../../src/index.ts';
import { type ConnectedCloud, count, withClients } from '../support/simulated-client.ts';
import { checkRows } from '../support/table.ts';

const MINUTE_MS = 60_000;
const SERVICES = ['rds', 'taurusdb', 'dds'] as const;

const ordersOf = ({ instances }: Simulator): readonly BackupOrder[] =>
  SERVICES.map((service) => {
    const instanceId = instances.find((instance) => instance.service === service)?.id ?? '';
    return { service, instanceId, name: `nightly-${service}`, description: 'x' };
  });

const ways: readonly [string, (account: Account) => Credentials][] = [
  ['token', ({ token }) => ({ kind: 'token', token })],
  ['key', ({ accessKey, secretKey }) => ({ kind: 'keys', accessKey, secretKey })],
  [
    'password',
    ({ username, password, domainName }) => ({ kind: 'password', username, password, domainName }),
  ],
  [
    'function that gives the same key each time',
    ({ accessKey, secretKey }) =>
      async () => ({ kind: 'keys', accessKey, secretKey }),
  ],
];

interface Refusals {
  readonly operation: 'list' | 'create' | 'delete' | 'projects';
  readonly times: number;
  readonly service?: string;
}

/** Three databases, of which one is refused so often when it is asked for this. */
async function makeThree(
  { simulator, connect }: ConnectedCloud,
  credentials: Credentials,
  { service = 'rds', ...refusals }: Refusals,
): Promise<readonly BackupOutcome[]> {
  const client = connect(credentials);
  await client.findProjectId();
  // The login is accepted before, so that this one can't be a wrong one.
  await client.listBackups({ service: 'taurusdb' });
  const body = { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' };
  simulator.inject({ name: 'error', service, status: 401, body, ...refusals });
  const waiting = { timeoutMs: 20 * MINUTE_MS, hasUniqueName: true };
  return await client.createBackups(ordersOf(simulator), waiting);
}

const findErrors = (outcomes: readonly BackupOutcome[]) => outcomes.map(({ error }) => error);

test('an accepted login that is refused at a look, however often: every backup is completed', () =>
  checkRows(
    ways.flatMap(([title, credentialsOf]) =>
      [1, 2].map((times) => ({ title, times, credentialsOf })),
    ),
    async ({ times, credentialsOf }) => {
      await withClients({ backupMs: 5 * MINUTE_MS }, async (cloud) => {
        const credentials = credentialsOf(cloud.simulator.account);
        const outcomes = await makeThree(cloud, credentials, { operation: 'list', times });
        expect(findErrors(outcomes)).toEqual([undefined, undefined, undefined]);
        expect(cloud.simulator.backups).toHaveLength(3);
      });
    },
  ));

test.each(ways)(
  'a %s that one service refuses for good: three refusals, and that service alone is given up',
  async (_, credentialsOf) => {
    await withClients({ backupMs: 5 * MINUTE_MS }, async (cloud) => {
      const { simulator } = cloud;
      const times = Number.POSITIVE_INFINITY;
      const outcomes = await makeThree(cloud, credentialsOf(simulator.account), {
        operation: 'list',
        times,
      });
      expect(findErrors(outcomes)).toEqual([
        expect.objectContaining({ name: 'StatusUnavailableError', backup: outcomes[0]?.backup }),
        undefined,
        undefined,
      ]);
      const refused = simulator.requests.filter(({ status }) => status === 401);
      expect(refused.map(({ service }) => service)).toEqual(['rds', 'rds', 'rds']);
      expect(simulator.backups).toHaveLength(3);
    });
  },
);

test.each([
  [1, 3],
  [2, 3],
  [3, 2],
])(
  'a create that is refused %i time(s) with an accepted token: %i backups',
  async (times, made) => {
    await withClients({ backupMs: MINUTE_MS }, async (cloud) => {
      const { token } = cloud.simulator.account;
      const refusals = { operation: 'create', times } as const;
      const outcomes = await makeThree(cloud, { kind: 'token', token }, refusals);
      expect(cloud.simulator.backups).toHaveLength(made);
      const [first, ...others] = findErrors(outcomes);
      expect(others).toEqual([undefined, undefined]);
      if (made === 3) expect(first).toBeUndefined();
      else expect(first).toMatchObject({ name: 'ApiError', kind: 'login', status: 401 });
      expect(outcomes[0]?.backup === undefined).toBe(made === 2);
    });
  },
);

test('two instances of a service that is given up: each is told of itself alone', async () => {
  await withClients({ backupMs: 5 * MINUTE_MS }, async (cloud) => {
    const { simulator, connect } = cloud;
    const client = connect({ kind: 'token', token: simulator.account.token });
    await client.listBackups({ service: 'taurusdb' });
    const orders = simulator.instances
      .filter(({ service }) => service === 'rds')
      .slice(0, 2)
      .map(({ id }, at) => ({
        service: 'rds' as const,
        instanceId: id,
        name: `nightly-${at}`,
        description: 'x',
      }));
    simulator.inject({
      name: 'error',
      service: 'rds',
      operation: 'list',
      status: 401,
      body: { error_code: 'APIGW.0301', error_msg: 'x' },
      times: Number.POSITIVE_INFINITY,
    });
    const outcomes = await client.createBackups(orders, {
      timeoutMs: 20 * MINUTE_MS,
      hasUniqueName: true,
    });
    const ids = outcomes.map(({ backup }) => backup?.id ?? 'none');
    const texts = outcomes.map(({ error }) => String(error));
    for (const [at, text] of texts.entries()) {
      expect(text).toContain(ids[at]);
      const others = ids.filter((id) => id !== ids[at]);
      expect(others.filter((id) => text.includes(id))).toEqual([]);
    }
    expect(new Set(outcomes.map(({ error }) => error)).size).toBe(orders.length);
    const causes = outcomes.map(({ error }) => (error instanceof Error ? error.cause : error));
    expect(new Set(causes).size).toBe(orders.length);
    // Two were under way when the refusals began: they count as one.
    expect(count(simulator, 'list') - 1).toBe(4);
  });
});

test('a call that alone is refused again and again ends, and no other', async () => {
  await withClients({ backupMs: MINUTE_MS }, async ({ simulator, connect }) => {
    const client = connect({ kind: 'token', token: simulator.account.token });
    const [order] = ordersOf(simulator);
    if (order === undefined) throw new Error('no order');
    const { id, service } = await client.createBackup(order, { hasUniqueName: true });
    simulator.inject({
      name: 'error',
      operation: 'delete',
      status: 401,
      times: Number.POSITIVE_INFINITY,
    });
    await expect(client.deleteBackup({ service, id })).rejects.toMatchObject({ status: 401 });
    expect(count(simulator, 'delete')).toBe(3);
  });
});

test('a function whose every key is refused is asked twice, and no more', async () => {
  await withClients({}, async ({ simulator, connect }) => {
    let asked = 0;
    const client = connect(async () => {
      asked += 1;
      if (asked > 10) throw new Error('it is asked without end');
      return { kind: 'token', token: `refused-token-${asked}` };
    });
    const waiting = { timeoutMs: MINUTE_MS, hasUniqueName: true };
    const orders = ordersOf(simulator);
    for (let round = 0; round < 3; round++) {
      const outcomes = await client.createBackups(orders, waiting);
      expect(outcomes.filter(({ error }) => error === undefined)).toEqual([]);
    }
    expect(asked).toBe(2);
    expect(simulator.requests).toHaveLength(2);
  });
});

test('a job that is refused for good costs no login, and ends nothing', async () => {
  await withClients({ backupMs: 60 * MINUTE_MS }, async ({ simulator, connect }) => {
    const { username, password, domainName } = simulator.account;
    const client = connect({ kind: 'password', username, password, domainName });
    const order = ordersOf(simulator).find(({ service }) => service === 'taurusdb');
    if (order === undefined) throw new Error('no order');
    const accepted = await client.createBackup(order, { hasUniqueName: true });
    const times = Number.POSITIVE_INFINITY;
    simulator.inject({ name: 'error', operation: 'job', status: 401, times });
    const completed = await client.waitForBackup(accepted, { timeoutMs: 90 * MINUTE_MS });
    expect(completed.status).toBe('COMPLETED');
    expect(count(simulator, 'job')).toBeGreaterThan(5);
    expect(count(simulator, 'login')).toBe(1);
  });
});
