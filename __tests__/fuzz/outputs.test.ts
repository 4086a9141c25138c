import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileCommand } from '../../scripts/runner/commands.ts';
import { openOutputs } from '../../src/action/report/outputs.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { backupValues } from '../../src/task/report/backup-values.ts';
import type { TaskState } from '../../src/task/report/report.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { oddReport } from './odd-reports.ts';
import { RUNS } from './odd-values.ts';

const before = process.env['GITHUB_OUTPUT'];
let folder = '';
let file = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  file = join(folder, 'set_output');
  process.env['GITHUB_OUTPUT'] = file;
});

afterAll(() => {
  if (before === undefined) delete process.env['GITHUB_OUTPUT'];
  else process.env['GITHUB_OUTPUT'] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** What the runner reads of a report. */
function publish(state: TaskState): Readonly<Record<string, string>> {
  writeFileSync(file, '');
  const { signal } = new AbortController();
  openOutputs({ report: { state }, clock: virtualClock(), log: silentLog, signal }).writeAll();
  return readFileCommand(readFileSync(file, 'utf8'));
}

test('whatever the cloud says, there are only outputs of action.yml, and the lists are JSON', () => {
  const names = [...Object.keys(backupValues), 'backups', 'deleted_backup_ids'];
  fc.assert(
    fc.property(oddReport({}), (report) => {
      const found = publish(report);
      expect(Object.keys(found).filter((name) => !names.includes(name))).toEqual([]);
      if (report.results.length === 0) return expect(found).toEqual({});
      const entries = JSON.parse(found['backups'] ?? '');
      expect(entries).toHaveLength(report.results.length);
      for (const [at, { order, backup, error }] of report.results.entries()) {
        expect(Object.keys(entries[at])).toEqual([
          'service',
          ...Object.keys(backupValues),
          'instance_name',
          'restore',
          'error',
        ]);
        expect(entries[at]).toMatchObject({
          service: order.service,
          instance_id: order.instanceId,
          backup_id: backup?.id ?? null,
          created: backup?.created ?? null,
        });
        expect(entries[at].error === null).toBe(error === undefined);
      }
      const { deletedIds } = report;
      const told = found['deleted_backup_ids'];
      return expect(told && JSON.parse(told)).toEqual(deletedIds);
    }),
    RUNS,
  );
});

test('the status of the step is COMPLETED only if each of its backups is', () => {
  fc.assert(
    fc.property(oddReport({ results: 1 }), (report) => {
      const { status, backups = '[]' } = publish(report);
      const all: readonly { status: string | null }[] = JSON.parse(backups);
      if (status === undefined) return;
      expect(status === 'COMPLETED').toBe(all.every((entry) => entry.status === 'COMPLETED'));
    }),
    RUNS,
  );
});
