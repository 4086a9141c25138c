import { expect, test } from '@jest/globals';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import { BackupError } from '../../../../src/errors/backup-error.ts';
import type { CheckedOrder, TargetResult, TaskState } from '../../../../src/task/report/report.ts';
import { aBackup } from '../../../support/memory-cloud.ts';

const LIMIT_BYTES = 1024 * 1024;

const location = { projectId: 'p-1', region: 'eu-de' };
const red = { message: 'Not all.', hint: undefined };
const nothing: TaskState = { results: [], location, deletedIds: undefined, checks: undefined };

const orderOf = (at: number) =>
  ({ service: 'taurusdb', instanceId: `i-${at}`, name: `nightly-${at}` }) as const;

const completed = (at: number): TargetResult => ({
  order: orderOf(at),
  backup: aBackup({ id: `b-${at}`, status: 'COMPLETED', name: `nightly-${at}` }),
  error: undefined,
});

/** A reason as long as the cloud's texts may be, every character of it an entity. */
const failed = (at: number, length = 600): TargetResult => ({
  order: orderOf(at),
  backup: undefined,
  error: new BackupError(`reason ${at} ${'_'.repeat(length)}`, { hint: 'Try again.' }),
});

const mixed = (count: number, everyFailed: number) =>
  Array.from({ length: count }, (_, at) => (at % everyFailed === 0 ? failed(at) : completed(at)));

const sizeOf = (text: string) => Buffer.byteLength(text);
const countOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;
const listLeftOut = (text: string) =>
  [...text.matchAll(/… (\d+) more (?:is|are) left out/g)].map(([, count]) => Number(count));

test('a thousand databases of which a tenth failed fit, and nothing is left out', () => {
  const text = buildSummary({ ...nothing, results: mixed(1_000, 10) }, red);
  expect(sizeOf(text)).toBeLessThan(LIMIT_BYTES);
  expect(countOf(text, /^\| [✅❌]/gmu)).toBe(1_000);
  expect(listLeftOut(text)).toEqual([]);
});

test('where it would be too long, rows of completed ones go first, and it says how many', () => {
  const text = buildSummary({ ...nothing, results: mixed(5_000, 20) }, red);
  expect(sizeOf(text)).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(sizeOf(text)).toBeGreaterThan(LIMIT_BYTES - 2_000);
  expect(text).toMatch(/^### ❌ 4750 of 5000 database backups completed\n/);
  expect(countOf(text, /^- TaurusDB .*: reason \d+/gm)).toBe(250);
  expect(countOf(text, /^\| ❌/gmu)).toBe(250);
  const left = 4_750 - countOf(text, /^\| ✅/gmu);
  expect(left).toBeGreaterThan(0);
  expect(listLeftOut(text)).toEqual([left]);
  expect(text).toMatch(/What is not COMPLETED is no restore point\.\n$/);
});

test('where the reasons alone are too long, the first ones stay, and it says how many do not', () => {
  const text = buildSummary({ ...nothing, results: mixed(2_000, 1) }, red);
  expect(sizeOf(text)).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(text).toMatch(/^### ❌ 0 of 2000 database backups completed\n/);
  const told = countOf(text, /^- TaurusDB .*: reason \d+/gm);
  expect(told).toBeGreaterThan(250);
  expect(text).toContain('reason 0 ');
  expect(listLeftOut(text)).toEqual([2_000 - countOf(text, /^\| ❌/gmu), 2_000 - told]);
});

const checkOf = (at: number, verdict: 'passed' | 'failed') =>
  ({ id: 'state', title: `Check ${at}`, verdict, text: `found ${'x'.repeat(200)}` }) as const;

const dryRunOf = (at: number): CheckedOrder => ({
  order: orderOf(at),
  instance: undefined,
  checks: Array.from({ length: 8 }, (_, no) => checkOf(no, at >= 990 ? 'failed' : 'passed')),
  isReady: at < 990,
});

test('of a long dry run the databases with a failed check stay, each with all of its checks', () => {
  const checks = Array.from({ length: 1_000 }, (_, at) => dryRunOf(at));
  const text = buildSummary({ ...nothing, checks }, red);
  expect(sizeOf(text)).toBeLessThanOrEqual(LIMIT_BYTES);
  const shown = countOf(text, /^#### TaurusDB /gm);
  expect(countOf(text, /^\| ❌ failed/gmu)).toBe(80);
  expect(countOf(text, /^\| (?:❌|✅) /gmu)).toBe(shown * 8);
  expect(listLeftOut(text)).toEqual([1_000 - shown]);
  expect(text).toMatch(/No backup was made\.\n$/);
});

test('a long list of deleted backups ends with how many more there are', () => {
  const deletedIds = Array.from({ length: 40_000 }, (_, at) => `${at}`.padStart(36, '0'));
  const text = buildSummary(
    { ...nothing, results: [completed(0), completed(1)], deletedIds },
    undefined,
  );
  expect(sizeOf(text)).toBeLessThanOrEqual(LIMIT_BYTES);
  const [, more] = /, and (\d+) more\.\n$/.exec(text) ?? [];
  expect(Number(more) + countOf(text, /\b\d{36}\b/g)).toBe(40_000);
  expect(countOf(text, /^\| ✅/gmu)).toBe(2);
});

test('at the limit nothing is left out, a byte above it something is', () => {
  const rows = Array.from({ length: 500 }, (_, at) => failed(at, 200));
  const fill = (bytes: number) => {
    const last = { ...failed(500), error: new BackupError('x'.repeat(bytes), {}) };
    return buildSummary({ ...nothing, results: [...rows, last] }, red);
  };
  const spare = LIMIT_BYTES - sizeOf(fill(1)) + 1;
  expect(sizeOf(fill(spare))).toBe(LIMIT_BYTES);
  expect(listLeftOut(fill(spare))).toEqual([]);
  expect(sizeOf(fill(spare + 1))).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(listLeftOut(fill(spare + 1))).toEqual([3]);
});
