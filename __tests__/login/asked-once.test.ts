import { expect, test } from '@jest/globals';
import type { Account, Fault } from '../../simulator/index.ts';
import { type Credentials, LoginError, StatusUnavailableError } from '../../src/index.ts';
import { count, TAURUS, withClients } from '../support/simulated-client.ts';
import { checkRows } from '../support/table.ts';
import { START_MS } from '../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const ALWAYS = Number.POSITIVE_INFINITY;

type Operation = 'login' | 'sts-login' | 'oidc-login';

const ways: Readonly<Record<Operation, (account: Account) => Credentials>> = {
  login: ({ username, password, domainName }) => ({
    kind: 'password',
    username,
    password,
    domainName,
  }),
  'sts-login': ({ agencyUrn, providerUrn }) => ({
    kind: 'sts',
    agencyUrn,
    providerUrn,
    getIdToken: async () => 'an-identity-token',
  }),
  'oidc-login': () => ({
    kind: 'oidc',
    identityProvider: 'github',
    getIdToken: async () => 'an-identity-token',
  }),
};

const orders = Array.from({ length: 6 }, (_, at) => ({
  ...TAURUS,
  instanceId: `${at}${TAURUS.instanceId.slice(1)}`,
}));
const oneByOne = { timeoutMs: HOUR_MS, concurrency: 1, hasUniqueName: true };

test('a refusal of any kind: asked once for all databases', () =>
  checkRows<[Operation, number, object]>(
    [
      ['login', 400, { error: { code: 400, message: 'x', title: 'Bad Request' } }],
      ['login', 401, { error: { code: 401, message: 'x', title: 'Unauthorized' } }],
      ['login', 403, { error: { code: 403, message: 'x', title: 'Forbidden' } }],
      ['login', 404, { error: { code: 404, message: 'x', title: 'Not Found' } }],
      ['login', 409, { error: { code: 409, message: 'x', title: 'Conflict' } }],
      ['login', 300, {}],
      ['login', 302, {}],
      ['login', 201, { token: {} }],
      ['sts-login', 403, { error_code: 'STS5.0003', error_msg: 'Access denied.' }],
      ['oidc-login', 403, { error_code: 'IAM.0003', error_msg: 'x' }],
    ],
    async (operation, status, body) => {
      await withClients({ cloud: 'huaweicloud' }, async ({ simulator, connect }) => {
        simulator.inject({ name: 'error', operation, status, body, times: ALWAYS });
        const client = connect(ways[operation](simulator.account));
        const outcomes = await client.createBackups(orders, oneByOne);
        expect(outcomes.map(({ error }) => error instanceof LoginError)).toEqual(
          orders.map(() => true),
        );
        expect(simulator.requests.map((request) => request.operation)).toEqual([operation]);
        expect(new Set(outcomes.map(({ error }) => error)).size).toBe(orders.length);
      });
    },
  ));

test.each<[string, Fault]>([
  ['408', { name: 'error', status: 408 }],
  ['421', { name: 'error', status: 421 }],
  ['425', { name: 'error', status: 425 }],
  ['499', { name: 'error', status: 499 }],
  ['429', { name: '429' }],
  ['503', { name: '503' }],
  ['a reset', { name: 'reset-before' }],
])('a login that ended with %s is asked for again by who comes next', async (_, fault) => {
  await withClients({ backupMs: 0 }, async ({ simulator, connect }) => {
    simulator.inject({ ...fault, operation: 'login', times: ALWAYS });
    const client = connect(ways.login(simulator.account));
    const error = await client.createBackup(TAURUS).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'LoginError', isPassing: true });
    simulator.clearFaults();
    await client.createBackup(TAURUS, { hasUniqueName: true });
    expect(simulator.backups).toHaveLength(1);
  });
});

test.each<[number, Operation, string]>([
  [300, 'login', 'iamEndpoint'],
  [302, 'login', 'iamEndpoint'],
  [302, 'oidc-login', 'iamEndpoint'],
  [302, 'sts-login', 'stsEndpoint'],
])('an answer of %i to a %s names %s', async (status, operation, option) => {
  await withClients({ cloud: 'huaweicloud' }, async ({ simulator, connect }) => {
    simulator.inject({ name: 'error', operation, status });
    const client = connect(ways[operation](simulator.account));
    await expect(client.createBackup(TAURUS)).rejects.toMatchObject({
      name: 'LoginError',
      hint: expect.stringContaining(`check ${option}`),
    });
  });
});

/** Something that gives a token of an hour, and may fail to. */
function failingSource({ token }: Account) {
  let asked = 0;
  let isBroken = false;
  return {
    source: async () => {
      asked += 1;
      if (isBroken) throw new Error('the vault is sealed');
      return { kind: 'token', token, expiresAtMs: START_MS + asked * HOUR_MS } as const;
    },
    break: () => {
      isBroken = true;
    },
    mend: () => {
      isBroken = false;
    },
  };
}

test('a function that fails at a renewal while a backup is waited for is asked again: the wait goes on', async () => {
  await withClients({ backupMs: 2 * HOUR_MS }, async ({ simulator, connect, log }) => {
    const { source, ...vault } = failingSource(simulator.account);
    const client = connect(source);
    const accepted = await client.createBackup(TAURUS);
    vault.break();
    let troubles = 0;
    const completed = await client.waitForBackup(accepted, {
      timeoutMs: 3 * HOUR_MS,
      onProgress: () => {
        troubles = log.lines.filter((line) => line.includes('the vault is sealed')).length;
        if (log.lines.some((line) => line.startsWith('info: Looking again later'))) vault.mend();
      },
    });
    expect(completed.status).toBe('COMPLETED');
    expect(troubles).toBeGreaterThan(0);
  });
});

test('a function that fails before the create ends it, as a fault that may pass', async () => {
  await withClients({}, async ({ simulator, connect }) => {
    const { source, ...vault } = failingSource(simulator.account);
    vault.break();
    const client = connect(source);
    await expect(client.createBackup(TAURUS)).rejects.toMatchObject({
      name: 'LoginError',
      message: 'The login failed. the vault is sealed',
      isPassing: true,
    });
    expect(simulator.requests).toEqual([]);
  });
});

test('a renewal that IAM refuses in any way ends the wait when the old token ends, and is asked for once', async () => {
  const setup = { backupMs: 3 * HOUR_MS, tokenSeconds: 3_600 };
  await withClients(setup, async ({ simulator, connect }) => {
    const client = connect(ways.login(simulator.account));
    const accepted = await client.createBackup(TAURUS);
    const body = { error: { code: 404, message: 'x', title: 'Not Found' } };
    simulator.inject({ name: 'error', operation: 'login', status: 404, body, times: ALWAYS });
    const error = await client
      .waitForBackup(accepted, { timeoutMs: 4 * HOUR_MS })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StatusUnavailableError);
    expect(count(simulator, 'login')).toBe(2);
  });
});
