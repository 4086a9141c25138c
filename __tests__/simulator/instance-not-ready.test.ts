import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup, services } from './manual-backup.ts';

test.each(services)(
  '%s refuses an instance another operation keeps, until that is over',
  (service) =>
    withCloud(async (cloud) => {
      const busy = {
        dds: '403 DBS.200019',
        gaussdb: '409 DBS.200019',
        taurusdb: '409 DBS.200019',
        rds: '409 DBS.200019',
        'rds-v1': '409 RDS.0011',
        geminidb: '403 DBS.200019',
      };
      const until = Date.parse('2026-11-21T08:00:10Z');
      for (const { id } of cloud.simulator.instances) {
        cloud.simulator.setInstance(id, { busyUntil: until });
      }
      expect(errorSummary(await manualBackup(cloud, service))).toBe(busy[service]);
      cloud.later(10_000);
      expect((await manualBackup(cloud, service)).status).toBeLessThan(300);
    }),
);

test.each([
  ['FROZEN', '400 DBS.280449'],
  ['STORAGE FULL', '409 DBS.200316'],
  ['BACKING UP', '409 DBS.201205'],
  ['RESTORING', '400 DBS.201014'],
])('an RDS instance that is %s is refused with %s', (status, code) =>
  withCloud(async (cloud) => {
    cloud.simulator.setInstance('d8e6ca5a624745bcb546a227aa3ae1cfin01', { status });
    expect(errorSummary(await manualBackup(cloud, 'rds'))).toBe(code);
  }),
);

test.each([
  ['frozen', '400 DBS.280449'],
  ['abnormal', '403 DBS.200018'],
  ['creating', '403 DBS.200018'],
])('a DDS instance that is %s is refused with %s', (status, code) =>
  withCloud(async (cloud) => {
    cloud.simulator.setInstance('a89dab5e39394eccbdb77b19d57b0180in02', { status });
    expect(errorSummary(await manualBackup(cloud, 'dds'))).toBe(code);
  }),
);

test.each([
  ['BACKING UP', '409 DBS.201205'],
  ['EXPANDING', '400 DBS.06010001'],
  ['STORAGE FULL', '409 DBS.200316'],
])('a GaussDB instance that is %s is refused with %s', (status, code) =>
  withCloud(async (cloud) => {
    cloud.simulator.setInstance('7e01ac5ac5274957ba506f3851d11d51in14', { status });
    expect(errorSummary(await manualBackup(cloud, 'gaussdb'))).toBe(code);
  }),
);

test('a read replica can not be backed up', () =>
  withCloud(async (cloud) => {
    const v3 = { instance: '5f2b8f0c3d7e4a6b9c1d0e8f7a6b5c4din01' };
    expect(errorSummary(await manualBackup(cloud, 'rds', v3))).toBe('400 DBS.212003');
    const v1 = { instance: '7c6b5a4938271605f4e3d2c1b0a99887no01' };
    expect(errorSummary(await manualBackup(cloud, 'rds-v1', v1))).toBe('409 RDS.0056');
  }));

test('GeminiDB on OTC backs up Cassandra only', async () => {
  const mongo = { instance: '1236a91546294036b75931e879882200in06' };
  await withCloud(async (cloud) => {
    expect(errorSummary(await manualBackup(cloud, 'geminidb', mongo))).toBe('400 DBS.212008');
  });
  await withCloud(
    async (cloud) => {
      expect((await manualBackup(cloud, 'geminidb', mongo)).status).toBe(202);
    },
    { cloud: 'huaweicloud' },
  );
});
