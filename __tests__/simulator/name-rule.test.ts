import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, type Service, services } from './manual-backup.ts';

const own: Partial<Record<Service, string>> = {
  gaussdb: '400 DBS.201210',
  'rds-v1': '400 RDS.2067',
};

test.each(services)('%s refuses names outside the rule', (service) =>
  withCloud(async (cloud) => {
    const code = own[service] ?? '400 DBS.280277';
    for (const name of ['abc', '1abc', 'with blank', 'dot.ted', 'ünicode', 'a'.repeat(65), '']) {
      expect([name, errorSummary(await manualBackup(cloud, service, { name }))]).toEqual([
        name,
        code,
      ]);
    }
    expect(cloud.simulator.backups).toHaveLength(0);
  }),
);
