import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { benches } from '../../bench/benches.ts';
import { partRowsSchema } from '../../bench/profile-pairs.ts';
import { type Report, reportSchema } from '../../bench/report.ts';
import { buildResultTable } from '../../bench/result-table.ts';
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

test('the profiler tells the parts of a step and of many creates, undici among them', () => {
  const json = join(temp, 'profiles.json');
  const args = [join(root, 'bench', 'profile.ts'), '--quick', '--json', json];
  execFileSync(process.execPath, args, { stdio: 'pipe' });
  const partsSchema = v.record(v.string(), partRowsSchema);
  const profiles = v.parse(partsSchema, JSON.parse(readFileSync(json, 'utf8')));
  expect(Object.keys(profiles)).toEqual(['step', 'creates']);
  for (const rows of Object.values(profiles)) {
    expect(rows.map(({ part }) => part)).toContainEqual(expect.stringMatching(/^undici/));
    expect(rows.every(({ oursMs, theirsMs }) => oursMs + theirsMs > 0)).toBe(true);
  }
});
