import { arch, cpus, platform } from 'node:os';
import * as v from 'valibot';
import { buildMarkdownTable } from '../scripts/markdown.ts';
import type { Comparison } from './pairs.ts';

const rowSchema = v.object({
  what: v.string(),
  against: v.string(),
  result: v.string(),
  goal: v.string(),
  /** `null` where nothing was measured; the note says why. */
  isMet: v.nullable(v.boolean()),
  note: v.optional(v.string()),
});

/** One line of the table: what was measured, and how that compares with its goal. */
export type Row = v.InferOutput<typeof rowSchema>;

/** What a run of the bench writes. */
export const reportSchema = v.object({
  node: v.string(),
  machine: v.string(),
  rows: v.array(rowSchema),
});

export type Report = v.InferOutput<typeof reportSchema>;

/** The rows, and on what they were measured. */
export function buildReport(rows: Row[]): Report {
  const [cpu] = cpus();
  const machine = `${platform()} ${arch()}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`;
  return { node: process.version, machine, rows };
}

const describeMet = (isMet: boolean | null) => (isMet === null ? '—' : isMet ? 'yes' : 'no');

/** The rows as a person reads them, in a terminal as well as on a page. */
export const buildResultTable = (rows: readonly Row[]): string =>
  buildMarkdownTable(
    ['What', 'Compared with', 'Result', 'Goal', 'Met', 'Details'],
    rows.map(({ what, against, result, goal, isMet, note = '' }) => [
      ...[what, against, result, goal, describeMet(isMet), note],
    ]),
  );

export interface RatioClaim {
  readonly what: string;
  readonly against: string;
  readonly comparison: Comparison;
  readonly maxRatio: number;
  readonly pairCount: number;
  readonly format: (value: number) => string;
}

/** The row of a comparison in which less is better. */
export function buildRatioRow(claim: RatioClaim): Row {
  const { what, against, comparison, maxRatio, pairCount, format } = claim;
  const { ratio, ours, theirs } = comparison;
  const pairs = pairCount === 1 ? '1 pair' : `${pairCount} pairs`;
  return {
    what,
    against,
    result: `${ratio.toFixed(2)} ×`,
    goal: `≤ ${maxRatio} ×`,
    isMet: ratio <= maxRatio,
    note: `medians of ${pairs}: ${format(ours)} and ${format(theirs)}`,
  };
}

export const formatMs = (ms: number) => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
export const formatMb = (kb: number) => `${(kb / 1024).toFixed(1)} MB`;
