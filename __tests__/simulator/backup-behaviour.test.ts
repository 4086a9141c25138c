import { expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/index.ts';
import { withCloud } from '../support/simulated-cloud.ts';
import { listOf, manualBackup } from './manual-backup.ts';

type Course = readonly [fault: Fault, atFirst: string, halfway: string, inTheEnd: string];

const courses: readonly Course[] = [
  [{ name: 'backup-fails' }, 'BUILDING', 'BUILDING', 'FAILED'],
  [{ name: 'unknown-status' }, 'CHECKING', 'CHECKING', 'COMPLETED'],
  [{ name: 'unknown-status', status: 'ODD' }, 'ODD', 'ODD', 'COMPLETED'],
  [{ name: 'being-deleted' }, 'DELETING', 'DELETING', 'DELETING'],
  [{ name: 'being-deleted', afterMs: 30_000 }, 'BUILDING', 'DELETING', 'DELETING'],
  [{ name: 'available' }, 'BUILDING', 'BUILDING', 'AVAILABLE'],
  [{ name: 'vanishes' }, 'BUILDING', 'none', 'none'],
  [{ name: 'vanishes', afterMs: 60_000 }, 'BUILDING', 'BUILDING', 'none'],
];

test.each(courses)('%j: %s, then %s, then %s', (fault, ...course) =>
  withCloud(async (cloud) => {
    cloud.simulator.inject(fault);
    await manualBackup(cloud, 'taurusdb');
    const seen: string[] = [];
    for (const waitMs of [0, 30_000, 30_000]) {
      cloud.later(waitMs);
      const { text } = await listOf(cloud, 'taurusdb');
      seen.push(/"status":"(\w+)"/.exec(text)?.[1] ?? 'none');
    }
    expect(seen).toEqual(course);
  }),
);

test('faults of the backup and of the answer go together', () =>
  withCloud(async (cloud) => {
    cloud.simulator.inject({ name: 'backup-fails' });
    cloud.simulator.inject({ name: 'reset-after' });
    await manualBackup(cloud, 'rds').catch(() => undefined);
    cloud.later(60_000);
    expect(cloud.simulator.backups).toMatchObject([{ state: 'FAILED' }]);
  }));
