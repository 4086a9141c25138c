import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readFileCommand } from '../../../../scripts/runner/commands.ts';
import { openOutputs } from '../../../../src/action/report/outputs.ts';
import type { StepState, TargetResult } from '../../../../src/action/report/report.ts';
import { aBackup, recordLog } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const before = process.env['GITHUB_OUTPUT'];
const folder = mkdtempSync(join(tmpdir(), 'outputs-'));

afterAll(() => {
  if (before === undefined) delete process.env['GITHUB_OUTPUT'];
  else process.env['GITHUB_OUTPUT'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const request = {
  method: 'POST',
  url: 'https://h/v3/p/instances',
  body: { name: '<NAME>' },
} as const;

const result = (at: number, padding: string): TargetResult => ({
  order: { service: 'rds', instanceId: `i-${at}`, name: 'nightly' },
  backup: aBackup({ service: 'rds', id: `b-${at}`, status: 'COMPLETED' }),
  restore: {
    ...{ whyNoRequest: undefined, holes: [], notes: [], console: undefined, page: undefined },
    request: { ...request, body: { ...request.body, padding } },
  },
  error: undefined,
});

/** What the runner reads, and what the log says. */
function publish(results: readonly TargetResult[]) {
  const file = join(folder, 'set_output');
  process.env['GITHUB_OUTPUT'] = file;
  writeFileSync(file, '');
  const location = { projectId: 'p', region: 'eu-de' };
  const state: StepState = { results, location, deletedIds: undefined, checks: undefined };
  const log = recordLog();
  const { signal } = new AbortController();
  const writer = openOutputs({ report: { state }, clock: virtualClock(), log, signal });
  writer.noteAccepted();
  writer.finish();
  const { backups = '' } = readFileCommand(readFileSync(file, 'utf8'));
  return { text: backups, entries: JSON.parse(backups), lines: log.lines };
}

test('each entry has the request that restores its backup, or null', () => {
  const { restore: _, ...without } = result(1, '');
  const { entries, lines } = publish([result(0, ''), without]);
  expect(entries[0].restore).toEqual({ ...request, body: { name: '<NAME>', padding: '' } });
  expect(entries[1].restore).toBeNull();
  expect(lines).toEqual([]);
});

test('at 300,000 characters the requests are there, a character more and none is, and one line says so', () => {
  const { length } = publish([result(0, ''), result(1, '')]).text;
  const fill = (count: number) => publish([result(0, 'x'.repeat(count)), result(1, '')]);
  const most = fill(300_000 - length);
  expect(most.text).toHaveLength(300_000);
  expect(most.entries[1].restore).not.toBeNull();
  expect(most.lines).toEqual([]);
  const more = fill(300_001 - length);
  expect(more.entries.map(({ restore }: { restore: unknown }) => restore)).toEqual([null, null]);
  expect(more.entries[0]).toMatchObject({ backup_id: 'b-0', status: 'COMPLETED', error: null });
  expect(more.lines).toEqual([
    'info: The output backups has no requests that restore (restore is null): with them it would be longer than 300,000 characters.',
  ]);
});
