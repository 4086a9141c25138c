import { expect, test } from '@jest/globals';
import { ApiError } from '../../src/index.ts';
import { count, TAURUS, withVirtualCloud } from './virtual-cloud.ts';

const MINUTE_MS = 60_000;

test.each([40, -40])(
  'a clock that is %i minutes off: signed once more with the cloud’s time, and a warning tells the skew',
  async (minutes) => {
    await withVirtualCloud({ skewMs: minutes * MINUTE_MS, backupMs: MINUTE_MS }, async (cloud) => {
      const { accessKey, secretKey } = cloud.simulator.account;
      const client = cloud.connect({ kind: 'keys', accessKey, secretKey });
      const accepted = await client.createBackup(TAURUS);
      const completed = await client.waitForBackup(accepted, { timeoutMs: 10 * MINUTE_MS });
      expect(completed.status).toBe('COMPLETED');
      expect(cloud.simulator.refusedLogins).toBe(1);
      const direction = minutes > 0 ? 'ahead of' : 'behind';
      expect(cloud.logged.filter((line) => line.includes('clock'))).toEqual([
        expect.stringContaining(`The runner’s clock is 40m 0s ${direction} the cloud’s.`),
      ]);
    });
  },
);

test('a wrong key with a right clock is refused once, and not tried again', async () => {
  await withVirtualCloud({}, async (cloud) => {
    const { accessKey } = cloud.simulator.account;
    const client = cloud.connect({ kind: 'keys', accessKey, secretKey: 'not-the-secret-key' });
    await expect(client.createBackup(TAURUS)).rejects.toBeInstanceOf(ApiError);
    expect(cloud.simulator.refusedLogins).toBe(1);
    expect(count(cloud.simulator, 'create')).toBe(0);
  });
});

test('a wrong key with a wrong clock is refused twice at most', async () => {
  await withVirtualCloud({ skewMs: 3 * 3_600_000 }, async (cloud) => {
    const { accessKey } = cloud.simulator.account;
    const client = cloud.connect({ kind: 'keys', accessKey, secretKey: 'not-the-secret-key' });
    await expect(client.createBackup(TAURUS)).rejects.toBeInstanceOf(ApiError);
    expect(cloud.simulator.refusedLogins).toBe(2);
  });
});

test('taking on an agency with keys is signed once more with the cloud’s time as well', async () => {
  await withVirtualCloud({ skewMs: 40 * MINUTE_MS, backupMs: MINUTE_MS }, async (cloud) => {
    const { accessKey, secretKey, agencyName, agencyDomainName } = cloud.simulator.account;
    const base = { kind: 'keys', accessKey, secretKey } as const;
    const client = cloud.connect({ kind: 'agency', agencyName, agencyDomainName, base });
    const accepted = await client.createBackup(TAURUS);
    const completed = await client.waitForBackup(accepted, { timeoutMs: 10 * MINUTE_MS });
    expect(completed.status).toBe('COMPLETED');
    expect(cloud.simulator.refusedLogins).toBe(1);
  });
});
