import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, services } from './manual-backup.ts';

test.each(services)('%s refuses a second backup while one is being made', (service) =>
  withCloud(async (cloud) => {
    const busy = {
      dds: '403 DBS.201015',
      gaussdb: '409 DBS.201205',
      taurusdb: '409 DBS.201205',
      rds: '409 DBS.201205',
      'rds-v1': '409 RDS.0011',
      geminidb: '403 DBS.201014',
    };
    await manualBackup(cloud, service);
    const second = await manualBackup(cloud, service, { name: 'backup-2' });
    expect(errorSummary(second)).toBe(busy[service]);
    cloud.later(60_000);
    const third = await manualBackup(cloud, service, { name: 'backup-3' });
    expect(third.status).toBeLessThan(300);
    expect(cloud.simulator.backups).toHaveLength(2);
  }),
);

test('instances of one service can be backed up side by side', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'taurusdb');
    const instance = 'd738399de028480fabb2b8120d4e01a4in07';
    expect((await manualBackup(cloud, 'taurusdb', { instance })).status).toBe(201);
  }));

test('an instance shows that it is being backed up', () =>
  withCloud(async (cloud) => {
    const line = 'GET /v3/{pid}/instances?id=07033b125fd94a8a96896f8bcfee6ddain07';
    await manualBackup(cloud, 'taurusdb');
    const during = await cloud.send('taurusdb', line);
    expect(during.json).toMatchObject({ instances: [{ status: 'BACKING UP' }] });
    cloud.later(60_000);
    const after = await cloud.send('taurusdb', line);
    expect(after.json).toMatchObject({ instances: [{ status: 'ACTIVE' }] });
  }));
