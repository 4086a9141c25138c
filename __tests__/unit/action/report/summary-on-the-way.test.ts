import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import { openSummaryFile } from '../../../../src/action/report/summary-file.ts';
import { openReport } from '../../../../src/task/report/report.ts';
import { aBackup, INSTANCE, recordLog } from '../../../support/memory-cloud.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'summary-'));
  path = join(dir, 'summary');
  writeFileSync(path, '# An earlier step’s\n');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const read = () => readFileSync(path, 'utf8');

/** A step that backs up so many databases, and what is said of it on the way. */
function open(count: number, file: string | undefined = path) {
  const clock = virtualClock();
  const log = recordLog();
  const report = openReport();
  const order = { service: 'taurusdb', instanceId: INSTANCE, name: 'nightly' } as const;
  report.update({
    results: Array.from({ length: count }, () => ({ order, backup: undefined, error: undefined })),
  });
  const summary = openSummaryFile({
    path: file,
    build: (error) => buildSummary(report.state, error),
    clock,
    log,
  });
  const accept = (index: number) => {
    report.updateResult(index, { backup: aBackup({ id: `b-${index + 1}` }) });
    summary.noteAccepted();
  };
  return { clock, log, report, summary, accept };
}

test('an accepted backup is in the summary at once: its id, its name, and that it is no restore point yet', () => {
  open(1).accept(0);
  expect(read()).toMatch(
    /^# An earlier step’s\n### ⏳ Database backup accepted, not completed yet[\s\S]*BUILDING[\s\S]*b-1[\s\S]*nightly[\s\S]*no restore point before its status is COMPLETED/,
  );
});

test('the end replaces the step’s own part, and nothing that stood before it', () => {
  const { report, summary, accept } = open(1);
  accept(0);
  report.updateResult(0, { backup: aBackup({ status: 'COMPLETED' }) });
  summary.finish(undefined);
  expect(read()).toMatch(/^# An earlier step’s\n### ✅ Database backup completed/);
  expect(read()).not.toContain('accepted, not completed yet');
});

test('a shorter end leaves nothing of a longer summary', () => {
  const { report, summary, accept } = open(40);
  accept(0);
  const before = read().length;
  report.update({ results: [] });
  summary.finish({ message: 'x', hint: undefined });
  expect(read().length).toBeLessThan(before);
  expect(read()).not.toContain('b-1');
});

test('of many databases it is written every five seconds at most, and the last accepted one is in it', () => {
  const { clock, accept } = open(3);
  accept(0);
  accept(1);
  accept(2);
  expect(read()).toContain('1 of 3 database backups accepted, not all completed yet');
  expect(read()).toContain('not accepted yet');
  clock.advance(4_999);
  expect(read()).not.toContain('b-2');
  clock.advance(1);
  expect(read()).toContain('### ⏳ 3 database backups accepted, not all completed yet');
  expect(read()).toContain('b-3');
});

test('what was planned is not written over the end', () => {
  const { clock, summary, accept } = open(2);
  accept(0);
  accept(1);
  summary.finish({ message: 'lost', hint: undefined });
  const end = read();
  clock.advance(10_000);
  expect(read()).toBe(end);
});

test.each([
  ['is missing', undefined],
  ['can’t be written', join(tmpdir(), 'no-such-folder-of-a-runner', 'summary')],
])('a file that %s is one warning at the end, and ends nothing', (_, file) => {
  const { log, summary, accept } = open(1, file ?? '');
  accept(0);
  expect(log.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  summary.finish(undefined);
  expect(log.lines.filter((line) => line.startsWith('warning'))).toEqual([
    expect.stringContaining('The job summary could not be written: '),
  ]);
});
