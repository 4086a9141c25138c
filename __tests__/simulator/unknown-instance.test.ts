import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, type Service, services } from './manual-backup.ts';

const unknownIds: Readonly<Record<Service, string>> = {
  dds: 'ffffffffffffffffffffffffffffffffin02',
  gaussdb: 'ffffffffffffffffffffffffffffffffin14',
  taurusdb: 'ffffffffffffffffffffffffffffffffin07',
  rds: 'ffffffffffffffffffffffffffffffffin01',
  'rds-v1': 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
  geminidb: 'ffffffffffffffffffffffffffffffffin06',
};
const missing: Readonly<Record<Service, string>> = {
  dds: '403 DBS.201028',
  gaussdb: '404 DBS.200002',
  taurusdb: '404 DBS.200002',
  rds: '404 DBS.200002',
  'rds-v1': '404 RDS.0002',
  geminidb: '403 DBS.201028',
};

test.each(services)('%s refuses an unknown instance with its documented code', (service) =>
  withCloud(async (cloud) => {
    const answer = await manualBackup(cloud, service, { instance: unknownIds[service] });
    expect(errorSummary(answer)).toBe(missing[service]);
    expect(cloud.simulator.backups).toHaveLength(0);
  }),
);
