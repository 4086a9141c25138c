import { expect, test } from '@jest/globals';
import { type SimulatedCloud, withCloud } from '../support/simulated-cloud.ts';
import { errorSummary } from './error-summary.ts';
import { listOf, manualBackup, type Service } from './manual-backup.ts';

function remove({ send, simulator }: SimulatedCloud, service: Service) {
  const prefix = service === 'rds-v1' ? '/rds/v1' : '/v3';
  return send(service, `DELETE ${prefix}/{pid}/backups/${simulator.backups[0]?.id}`);
}

test.each(['taurusdb', 'rds', 'rds-v1'] as const)(
  '%s deletes a finished manual backup',
  (service) =>
    withCloud(async (cloud) => {
      await manualBackup(cloud, service);
      cloud.later(60_000);
      const id = cloud.simulator.backups[0]?.id;
      const answer = await remove(cloud, service);
      const bodies = {
        taurusdb: JSON.stringify({ backup_id: id, backup_name: 'backup-1' }),
        rds: '',
        'rds-v1': '{}',
      };
      expect(answer).toMatchObject({ status: 200, text: bodies[service] });
      expect(cloud.simulator.backups).toHaveLength(0);
      expect((await listOf(cloud, service)).json).toMatchObject({ backups: [] });
    }),
);

test.each(['otc', 'huaweicloud'] as const)('GeminiDB deletes on %s, with a job', (cloud) =>
  withCloud(
    async (running) => {
      await manualBackup(running, 'geminidb');
      running.later(60_000);
      const answer = await remove(running, 'geminidb');
      expect(answer).toMatchObject({ status: 202, json: { job_id: expect.any(String) } });
      expect(running.simulator.backups).toHaveLength(0);
    },
    { cloud },
  ),
);

test('an RDS backup shows DELETING for a while, then it is gone', () =>
  withCloud(
    async (cloud) => {
      await manualBackup(cloud, 'rds');
      cloud.later(60_000);
      await remove(cloud, 'rds');
      const during = await listOf(cloud, 'rds');
      expect(during.json).toMatchObject({ backups: [{ status: 'DELETING' }] });
      cloud.later(5000);
      expect((await listOf(cloud, 'rds')).json).toMatchObject({ backups: [] });
    },
    { deleteMs: 5000 },
  ));

test('GaussDB answers 202 with an empty object', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'gaussdb');
    cloud.later(60_000);
    expect(await remove(cloud, 'gaussdb')).toMatchObject({ status: 202, text: '{}' });
    expect(cloud.simulator.backups).toHaveLength(0);
  }));

test('a DDS backup shows DISABLED for a while, then it is gone', () =>
  withCloud(
    async (cloud) => {
      await manualBackup(cloud, 'dds');
      cloud.later(60_000);
      const answer = await remove(cloud, 'dds');
      expect(answer).toMatchObject({ status: 200, json: { job_id: expect.any(String) } });
      const during = await listOf(cloud, 'dds');
      expect(during.json).toMatchObject({ backups: [{ status: 'DISABLED' }] });
      cloud.later(5000);
      expect((await listOf(cloud, 'dds')).json).toMatchObject({ backups: [] });
    },
    { deleteMs: 5000 },
  ));

test.each([
  ['dds', '400 DBS.212003'],
  ['gaussdb', '400 DBS.201218'],
  ['rds', '400 DBS.201208'],
] as const)('a backup of %s still being made can not be deleted', (service, code) =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, service);
    expect(errorSummary(await remove(cloud, service))).toBe(code);
    expect(cloud.simulator.backups).toHaveLength(1);
  }),
);

test('an automated backup can not be deleted', () =>
  withCloud(async (cloud) => {
    cloud.simulator.seedBackup({ instanceId: '07033b125fd94a8a96896f8bcfee6ddain07' });
    expect(errorSummary(await remove(cloud, 'taurusdb'))).toBe('400 DBS.201208');
    expect(cloud.simulator.backups).toHaveLength(1);
  }));

test('an unknown backup is missed', () =>
  withCloud(async (cloud) => {
    expect(errorSummary(await remove(cloud, 'taurusdb'))).toBe('404 DBS.201010');
    expect(errorSummary(await remove(cloud, 'rds-v1'))).toBe('404 RDS.0028');
    expect(errorSummary(await remove(cloud, 'dds'))).toBe('400 DBS.201214');
    expect(errorSummary(await remove(cloud, 'gaussdb'))).toBe('404 DBS.201010');
  }));
