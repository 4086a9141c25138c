import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readFileCommand } from '../../../../scripts/runner/commands.ts';
import { openOutputs } from '../../../../src/action/report/outputs.ts';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import type { TargetResult, TaskState } from '../../../../src/task/report/report.ts';
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
    ...{
      whyNoRequest: undefined,
      openFields: [],
      notes: [],
      console: undefined,
      manual: undefined,
    },
    ...{ page: undefined, states: undefined },
    request: { ...request, body: { ...request.body, padding } },
  },
  error: undefined,
});

/** What the runner reads, and what log and summary say. */
function publish(results: readonly TargetResult[]) {
  const file = join(folder, 'set_output');
  process.env['GITHUB_OUTPUT'] = file;
  writeFileSync(file, '');
  const location = { projectId: 'p', region: 'eu-de' };
  const state: TaskState = { results, location, deletedIds: undefined, checks: undefined };
  const log = recordLog();
  const { signal } = new AbortController();
  const writer = openOutputs({ report: { state }, clock: virtualClock(), log, signal });
  writer.noteAccepted();
  writer.writeAll();
  const { backups = '' } = readFileCommand(readFileSync(file, 'utf8'));
  const summary = buildSummary(state, undefined);
  return { text: backups, entries: JSON.parse(backups), lines: log.lines, summary };
}

test('each entry has the request that restores its backup, or null', () => {
  const { restore: _, ...without } = result(1, '');
  const { entries, lines } = publish([result(0, ''), without]);
  expect(entries[0].restore).toEqual({ ...request, body: { name: '<NAME>', padding: '' } });
  expect(entries[1].restore).toBeNull();
  expect(lines).toEqual([]);
});

/** What Linux lets a variable take, with its name, `=` and the byte that ends it. */
const LONGEST_VARIABLE = 128 * 1024;
const LIMIT = 120 * 1024;

test('at 120 KiB the requests are there, a byte more and none is, and one line says so', () => {
  const { text } = publish([result(0, ''), result(1, '')]);
  // Two bytes each in UTF-8: the bound counts no characters.
  const fill = (bytes: number) =>
    publish([result(0, 'ä'.repeat(bytes >> 1) + 'x'.repeat(bytes & 1)), result(1, '')]);
  const left = LIMIT - Buffer.byteLength(text);
  const most = fill(left);
  expect(Buffer.byteLength(most.text)).toBe(LIMIT);
  expect(most.entries[1].restore).not.toBeNull();
  expect(most.lines).toEqual([]);
  const more = fill(left + 1);
  expect(more.entries.map(({ restore }: { restore: unknown }) => restore)).toEqual([null, null]);
  expect(more.entries[0]).toMatchObject({ backup_id: 'b-0', status: 'COMPLETED', error: null });
  expect(more.lines).toEqual([
    'info: The output backups has no requests that restore (restore is null): with them it would be longer than 120 KiB, and Linux passes no variable of more than 128 KiB to a step.',
  ]);
  expect(more.summary).toContain('The output backups has no requests that restore');
  expect(most.summary).not.toContain('The output backups');
});

test('the longest list leaves room for the variable’s name and a text around it, and Linux takes it', () => {
  const { text } = publish([result(0, ''), result(1, '')]);
  const longest = publish([result(0, 'x'.repeat(LIMIT - Buffer.byteLength(text))), result(1, '')]);
  const around = `The backups of this step: ${longest.text}\n${'x'.repeat(7 * 1024)}`;
  const run = (value: string) =>
    spawnSync('sh', ['-c', 'echo started'], { env: { THE_BACKUPS_OF_THE_STEP: value } });
  expect(run(around)).toMatchObject({ status: 0 });
  expect(run('x'.repeat(LONGEST_VARIABLE)).error).toMatchObject({ code: 'E2BIG' });
});

test('a list that is too long without requests too is a warning, said once, and in the summary', () => {
  const results = Array.from({ length: 600 }, (_, at) => result(at, ''));
  const { text, lines, summary } = publish(results);
  expect(Buffer.byteLength(text)).toBeGreaterThan(LIMIT);
  expect(lines).toEqual([
    expect.stringMatching(
      /^warning: The output backups is \d+ KiB long, also without requests .* back up fewer databases in one step\.$/,
    ),
  ]);
  expect(summary).toContain('KiB long, also without requests');
});
