import { expect, test } from '@jest/globals';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import type { Backup } from '../../../../src/index.ts';
import { aBackup, INSTANCE } from '../../../support/memory-cloud.ts';

const BEGAN = '2026-11-21T08:00:00Z';
const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;

function summarize(endTime: string, count: number): string {
  const ended: Backup = { ...aBackup(), status: 'COMPLETED', beginTime: BEGAN, endTime };
  const results = Array.from({ length: count }, () => ({ order, backup: ended, error: undefined }));
  const location = { projectId: undefined, region: undefined };
  return buildSummary({ results, location, deletedIds: undefined, checks: undefined }, undefined);
}

test.each([1, 2])('of %d: a backup whose end lies before its begin has no length', (count) => {
  expect(summarize('2026-11-21T08:00:42Z', count)).toMatch(/\| 42s \|/);
  expect(summarize('2026-11-21T07:59:18Z', count)).not.toMatch(/\| -?\d+s/);
});
