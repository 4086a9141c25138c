import { expect, test } from '@jest/globals';
import type { Account } from '../../simulator/index.ts';
import { type Credentials, StatusUnavailableError } from '../../src/index.ts';
import { count, TAURUS, withClients } from '../support/simulated-client.ts';
import { START_MS } from '../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;

const asUser = ({ username, password, domainName }: Account): Credentials => ({
  kind: 'password',
  username,
  password,
  domainName,
});

test('a token that ends during a long wait is renewed before it ends, and the wait goes on', async () => {
  await withClients({ backupMs: 5 * HOUR_MS, tokenSeconds: 3_600 }, async (cloud) => {
    const client = cloud.connect(asUser(cloud.simulator.account));
    const accepted = await client.createBackup(TAURUS);
    const completed = await client.waitForBackup(accepted, { timeoutMs: 6 * HOUR_MS });
    expect(completed.status).toBe('COMPLETED');
    expect(count(cloud.simulator, 'login')).toBe(6);
    expect(
      cloud.simulator.requests.filter(({ status }) => status !== 200 && status !== 201),
    ).toEqual([]);
    expect(cloud.log.secrets).toHaveLength(6);
  });
});

test('a token that is refused before its time is renewed once, and the call is sent again', async () => {
  await withClients({ backupMs: HOUR_MS }, async (cloud) => {
    const client = cloud.connect(asUser(cloud.simulator.account));
    const accepted = await client.createBackup(TAURUS);
    cloud.simulator.revokeTokens();
    const completed = await client.waitForBackup(accepted, { timeoutMs: 2 * HOUR_MS });
    expect(completed.status).toBe('COMPLETED');
    expect(count(cloud.simulator, 'login')).toBe(2);
    expect(cloud.simulator.backups).toHaveLength(1);
  });
});

test('a create that is refused for an ended token is sent once more: there is one backup', async () => {
  await withClients({ backupMs: 0 }, async (cloud) => {
    const client = cloud.connect(asUser(cloud.simulator.account));
    await client.findProjectId();
    cloud.simulator.revokeTokens();
    await client.createBackup(TAURUS, { hasUniqueName: true });
    expect(count(cloud.simulator, 'create')).toBe(2);
    expect(cloud.simulator.backups).toHaveLength(1);
  });
});

test('a renewal that is refused is not asked for again: it would lock the user', async () => {
  await withClients({ backupMs: 2 * HOUR_MS, tokenSeconds: 3_600 }, async (cloud) => {
    const client = cloud.connect(asUser(cloud.simulator.account));
    const accepted = await client.createBackup(TAURUS);
    const refusal = { error: { code: 401, message: 'no', title: 'Unauthorized' } };
    const times = Number.POSITIVE_INFINITY;
    cloud.simulator.inject({
      name: 'error',
      operation: 'login',
      status: 401,
      body: refusal,
      times,
    });
    const error = await client
      .waitForBackup(accepted, { timeoutMs: 3 * HOUR_MS })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StatusUnavailableError);
    expect(count(cloud.simulator, 'login')).toBe(2);
  });
});

test('a login that can’t be renewed in time goes on with the old token while that lives', async () => {
  await withClients({ backupMs: 2 * HOUR_MS, tokenSeconds: 3_600 }, async (cloud) => {
    const client = cloud.connect(asUser(cloud.simulator.account));
    const accepted = await client.createBackup(TAURUS);
    // One renewal is 5 attempts; the next comes with the next look.
    cloud.simulator.inject({ name: '503', operation: 'login', times: 5 });
    const completed = await client.waitForBackup(accepted, { timeoutMs: 3 * HOUR_MS });
    expect(completed.status).toBe('COMPLETED');
    expect(cloud.log.lines.join('\n')).toContain('could not be renewed yet');
  });
});

test('a token that was given as it is ends the wait when it ends: after three refusals, with the id and what to do', async () => {
  await withClients({ backupMs: 3 * HOUR_MS, tokenSeconds: 3_600 }, async (cloud) => {
    const { account } = cloud.simulator;
    const client = cloud.connect({ kind: 'token', token: account.token });
    expect(await client.findTokenEnd()).toBe(START_MS + HOUR_MS);
    const accepted = await client.createBackup(TAURUS);
    const error = await client
      .waitForBackup(accepted, { timeoutMs: 6 * HOUR_MS })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StatusUnavailableError);
    expect(error).toMatchObject({
      backup: { id: accepted.id },
      message: expect.stringContaining(`Backup ${accepted.id}`),
      hint: expect.stringContaining('24 hours'),
    });
    // The percentage was asked for at the moment when the token ended; nobody needs it.
    const refused = cloud.simulator.requests.filter(({ status }) => status === 403);
    expect(refused.map(({ operation }) => operation)).toEqual(['job', 'list', 'list', 'list']);
  });
});

test('temporary keys are renewed as tokens are, and so is what a function returns', async () => {
  await withClients({ backupMs: 3 * HOUR_MS }, async (cloud) => {
    const { account } = cloud.simulator;
    const agency = cloud.connect({
      kind: 'agency',
      agencyName: account.agencyName,
      agencyDomainName: account.agencyDomainName,
      base: { kind: 'keys', accessKey: account.accessKey, secretKey: account.secretKey },
    });
    const first = await agency.createBackup(TAURUS);
    await agency.waitForBackup(first, { timeoutMs: 4 * HOUR_MS });
    expect(count(cloud.simulator, 'temporary-keys')).toBeGreaterThanOrEqual(3);

    let asked = 0;
    const fresh = cloud.connect(async () => {
      asked += 1;
      return { kind: 'token', token: account.token, expiresAtMs: START_MS + (asked + 3) * HOUR_MS };
    });
    const second = await fresh.createBackup({ ...TAURUS, name: 'before-release-43' });
    await fresh.waitForBackup(second, { timeoutMs: 4 * HOUR_MS });
    expect(asked).toBeGreaterThan(1);
  });
});
