import { expect, test } from '@jest/globals';
import type { Account } from '../../simulator/index.ts';
import { ApiError, type BaseCredentials } from '../../src/index.ts';
import { type ConnectedCloud, count, TAURUS, withClients } from '../support/simulated-client.ts';

const MINUTE_MS = 60_000;

/** STS as it answers an identity token, which nobody here can sign. */
function answerWithKeys(
  { simulator }: ConnectedCloud,
  { accessKey, secretKey }: Pick<Account, 'accessKey' | 'secretKey'>,
) {
  const credentials = {
    access_key_id: accessKey,
    secret_access_key: secretKey,
    security_token: 'unused',
  };
  simulator.inject({
    name: 'error',
    operation: 'sts-login',
    status: 200,
    body: { credentials },
  });
}

test.each([40, -40])(
  'a clock that is %i minutes off: signed once more with the cloud’s time, and a warning tells the skew',
  async (minutes) => {
    await withClients({ skewMs: minutes * MINUTE_MS, backupMs: MINUTE_MS }, async (cloud) => {
      const { accessKey, secretKey } = cloud.simulator.account;
      const client = cloud.connect({ kind: 'keys', accessKey, secretKey });
      const accepted = await client.createBackup(TAURUS);
      const completed = await client.waitForBackup(accepted, { timeoutMs: 10 * MINUTE_MS });
      expect(completed.status).toBe('COMPLETED');
      expect(cloud.simulator.refusedLogins).toBe(1);
      const direction = minutes > 0 ? 'ahead of' : 'behind';
      expect(cloud.log.lines.filter((line) => line.includes('clock'))).toEqual([
        expect.stringContaining(`The runner’s clock is 40m 0s ${direction} the cloud’s.`),
      ]);
    });
  },
);

test.each([
  ['otc', 0, 2],
  ['huaweicloud', 0, 1],
  ['otc', 3 * 60 * MINUTE_MS, 3],
  ['huaweicloud', 3 * 60 * MINUTE_MS, 2],
] as const)(
  'on %s, with a clock that is %i ms off, a wrong key is refused %i times at most',
  async (cloud, skewMs, times) => {
    await withClients({ cloud, skewMs }, async ({ simulator, connect }) => {
      const { accessKey } = simulator.account;
      const client = connect(
        { kind: 'keys', accessKey, secretKey: 'not-the-secret-key' },
        { cloud },
      );
      await expect(client.createBackup(TAURUS)).rejects.toBeInstanceOf(ApiError);
      expect(simulator.refusedLogins).toBe(times);
      expect(count(simulator, 'create')).toBe(0);
    });
  },
);

test('a clock that is 14 minutes off is good enough: nothing is refused, and nothing warned of', async () => {
  await withClients({ skewMs: 14 * MINUTE_MS, backupMs: 0 }, async (cloud) => {
    const { accessKey, secretKey, username, password, domainName } = cloud.simulator.account;
    await cloud.connect({ kind: 'keys', accessKey, secretKey }).createBackup(TAURUS);
    const user = { kind: 'password', username, password, domainName } as const;
    await cloud.connect(user).createBackup({ ...TAURUS, name: 'before-release-43' });
    const wrong = cloud.connect({ kind: 'keys', accessKey, secretKey: 'not-the-secret-key' });
    await expect(wrong.createBackup(TAURUS)).rejects.toBeInstanceOf(ApiError);
    const stamps = cloud.simulator.requests.flatMap(({ headers }) => headers['x-sdk-date'] ?? []);
    expect(new Set(stamps)).toEqual(new Set(['20261121T081400Z']));
    expect(cloud.log.lines.filter((line) => line.includes('clock'))).toEqual([]);
    // The wrong key, in both forms.
    expect(cloud.simulator.refusedLogins).toBe(2);
  });
});

test.each([26, -26])(
  'a password with a clock that is %i hours off: one login, one warning, and renewals by the cloud’s time',
  async (hours) => {
    const setup = { skewMs: hours * 60 * MINUTE_MS, backupMs: 90 * MINUTE_MS, tokenSeconds: 3_600 };
    await withClients(setup, async (cloud) => {
      const { username, password, domainName } = cloud.simulator.account;
      const client = cloud.connect({ kind: 'password', username, password, domainName });
      const accepted = await client.createBackup(TAURUS);
      expect(count(cloud.simulator, 'login')).toBe(1);
      const completed = await client.waitForBackup(accepted, { timeoutMs: 180 * MINUTE_MS });
      expect(completed.status).toBe('COMPLETED');
      expect(count(cloud.simulator, 'login')).toBe(2);
      expect(cloud.simulator.requests.filter(({ status = 0 }) => status >= 400)).toEqual([]);
      expect(cloud.log.lines.filter((line) => line.includes('clock'))).toHaveLength(1);
    });
  },
);

const agencyBases: readonly [string, (account: Account) => BaseCredentials][] = [
  ['keys', ({ accessKey, secretKey }) => ({ kind: 'keys', accessKey, secretKey })],
  [
    'a function that gives keys',
    ({ accessKey, secretKey }) =>
      async () => ({ kind: 'keys', accessKey, secretKey }),
  ],
  [
    'STS',
    ({ agencyUrn, providerUrn }) => ({
      kind: 'sts',
      agencyUrn,
      providerUrn,
      getIdToken: async () => 'an-identity-token',
    }),
  ],
];

test.each(agencyBases)(
  'assuming an agency with %s is signed once more with the cloud’s time as well',
  async (title, baseOf) => {
    await withClients({ skewMs: 40 * MINUTE_MS, backupMs: MINUTE_MS }, async (cloud) => {
      const { account } = cloud.simulator;
      const { agencyName, agencyDomainName, accessKey, secretKey } = account;
      if (title === 'STS') answerWithKeys(cloud, { accessKey, secretKey });
      const base = baseOf(account);
      const client = cloud.connect({ kind: 'agency', agencyName, agencyDomainName, base });
      const accepted = await client.createBackup(TAURUS);
      const completed = await client.waitForBackup(accepted, { timeoutMs: 10 * MINUTE_MS });
      expect(completed.status).toBe('COMPLETED');
      // STS has told the time before anything is signed.
      expect(cloud.simulator.refusedLogins).toBe(title === 'STS' ? 0 : 1);
      expect(cloud.log.lines.filter((line) => line.includes('clock'))).toHaveLength(1);
    });
  },
);

test('a key that is refused for an agency: the error speaks of the key, and not of the agency', async () => {
  await withClients({}, async (cloud) => {
    const { agencyName, agencyDomainName, accessKey } = cloud.simulator.account;
    const base = async () => ({ kind: 'keys', accessKey, secretKey: 'wrong' }) as const;
    const client = cloud.connect({ kind: 'agency', agencyName, agencyDomainName, base });
    await expect(client.createBackup(TAURUS)).rejects.toMatchObject({
      name: 'LoginError',
      hint: 'The function that gives the credentials gave some that the cloud does not accept.',
    });
  });
});
