import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { listOf, manualBackup } from './manual-backup.ts';

test('a new backup shows in lists after the lag, though it exists at once', () =>
  withCloud(
    async (cloud) => {
      await manualBackup(cloud, 'rds');
      expect(cloud.simulator.backups).toHaveLength(1);
      expect((await listOf(cloud, 'rds')).json).toEqual({ backups: [], total_count: 0 });
      cloud.later(5000);
      expect((await listOf(cloud, 'rds')).json).toMatchObject({ total_count: 1 });
    },
    { listLagMs: 5000 },
  ));

test('a new job can be asked for after the lag', () =>
  withCloud(
    async (cloud) => {
      await manualBackup(cloud, 'taurusdb');
      const line = `GET /v3/{pid}/jobs?id=${cloud.simulator.backups[0]?.jobId}`;
      expect(errorSummary(await cloud.send('taurusdb', line))).toBe('400 DBS.200543');
      cloud.later(3000);
      expect((await cloud.send('taurusdb', line)).status).toBe(200);
    },
    { jobLagMs: 3000 },
  ));

test('an instance shows after the lag that it is being backed up, and that it no longer is', () =>
  withCloud(
    async (cloud) => {
      const line = 'GET /v3/{pid}/instances?id=d8e6ca5a624745bcb546a227aa3ae1cfin01';
      const stateNow = async () => (await cloud.send('rds', line)).json;
      await manualBackup(cloud, 'rds', { instance: 'd8e6ca5a624745bcb546a227aa3ae1cfin01' });
      expect(await stateNow()).toMatchObject({ instances: [{ status: 'ACTIVE' }] });
      cloud.later(10_000);
      expect(await stateNow()).toMatchObject({ instances: [{ status: 'BACKING UP' }] });
      cloud.later(59_999);
      expect(await stateNow()).toMatchObject({ instances: [{ status: 'BACKING UP' }] });
      expect((await listOf(cloud, 'rds')).json).toMatchObject({
        backups: [{ status: 'COMPLETED' }],
      });
      cloud.later(1);
      expect(await stateNow()).toMatchObject({ instances: [{ status: 'ACTIVE' }] });
    },
    { stateLagMs: 10_000 },
  ));
