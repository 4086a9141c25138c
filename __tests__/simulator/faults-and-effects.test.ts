import { expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/index.ts';
import { withCloud } from '../support/simulated-cloud.ts';
import { checkRows } from '../support/table.ts';
import { manualBackup } from './manual-backup.ts';

type Outcome = readonly [fault: Fault, outcome: number | 'broken', backups: number];

const outcomes: readonly Outcome[] = [
  [{ name: 'refuse' }, 'broken', 0],
  [{ name: 'refuse', operation: 'create' }, 'broken', 0],
  [{ name: 'reset-before' }, 'broken', 0],
  [{ name: 'reset-after' }, 'broken', 1],
  [{ name: 'timeout-before' }, 'broken', 0],
  [{ name: 'timeout-after' }, 'broken', 1],
  [{ name: 'drip', intervalMs: 1 }, 201, 1],
  [{ name: '429' }, 429, 0],
  [{ name: '500' }, 500, 0],
  [{ name: '500', after: true }, 500, 1],
  [{ name: '502' }, 502, 0],
  [{ name: '502', after: true }, 502, 1],
  [{ name: '503' }, 503, 0],
  [{ name: '503', after: true }, 503, 1],
  [{ name: '504' }, 504, 0],
  [{ name: '504', after: true }, 504, 1],
  [{ name: 'html-200' }, 200, 0],
  [{ name: 'html-200', after: true }, 200, 1],
  [{ name: 'truncated-json' }, 'broken', 1],
  [{ name: 'truncated-json', matchingLength: true }, 201, 1],
  [{ name: 'empty-200' }, 200, 1],
  [{ name: 'no-id' }, 201, 1],
  [{ name: 'replay', answer: 'first' }, 201, 1],
  [{ name: 'replay', answer: 'second' }, 409, 1],
  [{ name: 'replay', answer: 'none' }, 'broken', 1],
  [{ name: 'busy' }, 409, 0],
  [{ name: 'token-expired' }, 403, 0],
  [{ name: 'forbidden' }, 403, 0],
  [{ name: 'error', status: 418 }, 418, 0],
  [{ name: 'error', status: 418, after: true }, 418, 1],
  [{ name: 'backup-fails' }, 201, 1],
  [{ name: 'unknown-status' }, 201, 1],
  [{ name: 'being-deleted' }, 201, 1],
  [{ name: 'available' }, 201, 1],
  [{ name: 'vanishes' }, 201, 1],
];

test('each fault on a create has its outcome and its backups', () =>
  checkRows(outcomes, (fault, outcome, backups) =>
    withCloud(async (cloud) => {
      cloud.simulator.inject(fault);
      const timeoutMs = fault.name.startsWith('timeout') ? 200 : 10_000;
      const met = await manualBackup(cloud, 'taurusdb', {}, { timeoutMs }).then(
        ({ status }) => status,
        () => 'broken',
      );
      expect(met).toBe(outcome);
      expect(cloud.simulator.backups).toHaveLength(backups);
    }),
  ));
