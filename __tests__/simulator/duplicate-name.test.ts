import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, services } from './manual-backup.ts';

test.each(services)('%s treats a name in use as its pages say', (service) =>
  withCloud(async (cloud) => {
    const duplicate = {
      dds: '400 DBS.201201',
      gaussdb: '409 DBS.201201',
      taurusdb: '201 -',
      rds: '409 DBS.201201',
      'rds-v1': '409 RDS.0031',
      geminidb: '400 DBS.201201',
    };
    await manualBackup(cloud, service);
    cloud.later(60_000);
    expect(errorSummary(await manualBackup(cloud, service))).toBe(duplicate[service]);
  }),
);
