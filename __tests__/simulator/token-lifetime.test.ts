import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { backupsWith, logIn, tokenOf } from './log-in.ts';
import { manualBackup, services, tokenEnded } from './manual-backup.ts';

test.each(services)('%s refuses a token from its last moment on', (service) =>
  withCloud(
    async (cloud) => {
      const headers = { 'x-auth-token': await tokenOf(logIn(cloud)) };
      cloud.later(59_999);
      const last = await manualBackup(cloud, service, {}, { headers });
      expect(last.status).toBeLessThan(300);
      cloud.later(1);
      const late = await manualBackup(cloud, service, {}, { headers });
      expect(errorSummary(late)).toBe(tokenEnded[service]);
    },
    { tokenSeconds: 60 },
  ),
);

test('the account’s own token ends only where a test says so', async () => {
  await withCloud(async (cloud) => {
    cloud.later(40 * 86_400_000);
    expect((await backupsWith(cloud, cloud.simulator.account.token)).status).toBe(200);
  });
  await withCloud(
    async (cloud) => {
      cloud.later(60_000);
      expect((await backupsWith(cloud, cloud.simulator.account.token)).status).toBe(403);
    },
    { tokenSeconds: 60 },
  );
});

test('a change of the password ends every token, and new ones are good', () =>
  withCloud(async (cloud) => {
    const tokens = [await tokenOf(logIn(cloud)), cloud.simulator.account.token];
    cloud.simulator.revokeTokens();
    for (const token of tokens) {
      expect(errorSummary(await backupsWith(cloud, token))).toBe('401 APIGW.0307');
    }
    expect((await backupsWith(cloud, await tokenOf(logIn(cloud)))).status).toBe(200);
  }));
