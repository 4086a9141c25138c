import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { manualBackup } from './manual-backup.ts';

function job({ send, simulator }: SimulatedCloud, service: string) {
  return send(service, `GET /v3/{pid}/jobs?id=${simulator.backups[0]?.jobId}`);
}

test('a TaurusDB job runs, shows its percentage and completes', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'taurusdb');
    cloud.later(36_000);
    const running = { status: 'Running', process: '60%', ended: '', fail_reason: '' };
    expect((await job(cloud, 'taurusdb')).json).toMatchObject({ job: running });
    cloud.later(24_000);
    const ended = { status: 'Completed', process: '', ended: '2026-11-21T16:01:00+0800' };
    expect((await job(cloud, 'taurusdb')).json).toMatchObject({ job: ended });
  }));

test('a DDS job runs, shows its percentage and completes', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'dds');
    cloud.later(5400);
    const running = { status: 'Running', progress: '9%', ended: '', fail_reason: null };
    expect((await job(cloud, 'dds')).json).toMatchObject({ job: running });
    cloud.later(54_600);
    const ended = { status: 'Completed', progress: '', ended: '2026-11-21T08:01:00+0000' };
    expect((await job(cloud, 'dds')).json).toMatchObject({ job: ended });
  }));

test('a GaussDB job runs, shows its percentage and completes', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'gaussdb');
    cloud.later(36_000);
    const name = 'BackupSnapshotGaussDBV5InInstance';
    const running = { name, status: 'Running', progress: '60%', ended: '', fail_reason: null };
    expect((await job(cloud, 'gaussdb')).json).toMatchObject({ job: running });
    cloud.later(24_000);
    const ended = { status: 'Completed', progress: '', ended: '2026-11-21T16:01:00+0800' };
    expect((await job(cloud, 'gaussdb')).json).toMatchObject({ job: ended });
  }));

test('a GeminiDB job comes in a list and completes', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'geminidb');
    cloud.later(8400);
    const running = { name: 'BackupInstance', status: 'Running', progress: '14%', end_time: '' };
    const during = await job(cloud, 'geminidb');
    expect(during.json).toMatchObject({ jobs: [running], total_count: 1 });
    cloud.later(60_000);
    const ended = { status: 'Completed', progress: '', end_time: '2026-11-21T08:01:00+0000' };
    expect((await job(cloud, 'geminidb')).json).toMatchObject({ jobs: [ended] });
  }));

test('a failed backup fails its job with a reason', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: 'backup-fails', failReason: 'disk gone' });
    await manualBackup(cloud, 'taurusdb');
    cloud.later(60_000);
    const failed = { status: 'Failed', fail_reason: 'disk gone' };
    expect((await job(cloud, 'taurusdb')).json).toMatchObject({ job: failed });
    expect(cloud.simulator.backups).toMatchObject([{ state: 'FAILED' }]);
  }));

test('unknown jobs, and every backup job at RDS, do not exist', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'rds-v1');
    expect(errorSummary(await job(cloud, 'rds'))).toBe('400 DBS.200543');
    expect(errorSummary(await job(cloud, 'taurusdb'))).toBe('400 DBS.200543');
    expect(errorSummary(await job(cloud, 'geminidb'))).toBe('400 DBS.200543');
    expect(errorSummary(await job(cloud, 'dds'))).toBe('400 DBS.200543');
    expect(errorSummary(await job(cloud, 'gaussdb'))).toBe('400 DBS.200543');
  }));
