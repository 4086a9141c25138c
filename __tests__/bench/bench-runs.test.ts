import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { benches } from '../../bench/main.ts';
import { buildResultTable, type Report, reportSchema } from '../../bench/report.ts';
import { root } from '../support/repository.ts';

// What it measures is nobody's business here: only that it can be run.

const temp = mkdtempSync(join(tmpdir(), 'bench-runs-'));
let report: Report;
let printed: string;

beforeAll(() => {
  const json = join(temp, 'results.json');
  const args = [join(root, 'bench', 'main.ts'), '--quick', '--json', json];
  printed = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' });
  report = v.parse(reportSchema, JSON.parse(readFileSync(json, 'utf8')));
});

afterAll(() => rmSync(temp, { recursive: true, force: true }));

test('the bench writes its rows as JSON, at least one for each thing that it measures', () => {
  expect(report.rows.length).toBeGreaterThanOrEqual(benches.length);
  expect(report.node).toBe(process.version);
});

test('it prints the same rows as a table', () => {
  expect(printed).toContain(buildResultTable(report.rows));
});

test('a row that was left out says why', () => {
  const missing = report.rows.filter(({ isMet }) => isMet === null);
  expect(missing.map(({ note = '' }) => note).filter((note) => note === '')).toEqual([]);
});
