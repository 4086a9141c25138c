import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';
import { listOf, manualBackup, type Service, services } from './manual-backup.ts';

const building: Readonly<Record<Service, object>> = {
  gaussdb: { status: 'BUILDING', begin_time: '2026-11-21T16:00:00+0800', end_time: '', size: 0 },
  dds: { status: 'BUILDING', begin_time: '2026-11-21 08:00:00', end_time: '', size: 0 },
  taurusdb: { status: 'BUILDING', end_time: '', size: 0, take_up_time: 0 },
  rds: { status: 'BUILDING', begin_time: '2026-11-21T16:00:00+0800', size: 0 },
  'rds-v1': { status: 'BUILDING', created: '2026-11-21T08:00:00', updated: null, size: null },
  geminidb: { status: 'BUILDING', begin_time: '2026-11-21T08:00:00+0000', end_time: '' },
};

// 2 870 272 KB: each service writes the same size in its own unit.
const completed: Readonly<Record<Service, object>> = {
  gaussdb: { end_time: '2026-11-21T16:01:00+0800', size: 2803, type: 'manual' },
  dds: { end_time: '2026-11-21 08:01:00', size: 2_870_272, type: 'manual' },
  taurusdb: { end_time: '2026-11-21T16:01:00+0800', size: 2803, take_up_time: 1, type: 'manual' },
  rds: { end_time: '2026-11-21T16:01:00+0800', size: 2_870_272, type: 'manual' },
  'rds-v1': { updated: '2026-11-21T08:01:00', size: 2.7373046875, backuptype: '1' },
  geminidb: { end_time: '2026-11-21T08:01:00+0000', size: 2_870_272, type: 'Manual' },
};

test.each(services)(
  '%s lists a backup in its own units and time format, building and then completed',
  (service) =>
    withCloud(async (cloud) => {
      await manualBackup(cloud, service);
      expect((await listOf(cloud, service)).json).toMatchObject({ backups: [building[service]] });
      cloud.later(60_000);
      const done = { status: 'COMPLETED', name: 'backup-1', ...completed[service] };
      expect((await listOf(cloud, service)).json).toMatchObject({ backups: [done] });
    }),
);

test('RDS leaves end_time out while a backup is being made', () =>
  withCloud(async (cloud) => {
    await manualBackup(cloud, 'rds');
    expect((await listOf(cloud, 'rds')).text).not.toContain('end_time');
  }));
