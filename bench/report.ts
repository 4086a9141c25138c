import { arch, cpus, platform } from 'node:os';
import * as v from 'valibot';
import { type Row, rowSchema } from './row.ts';

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
