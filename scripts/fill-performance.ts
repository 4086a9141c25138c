import * as v from 'valibot';
import { reportSchema } from '../bench/report.ts';
import { buildResultTable } from '../bench/result-table.ts';
import { fill } from './fill-section.ts';

/** docs/performance.md with the table of the last run of the bench that was kept. */
export function fillPerformance(page: string, resultsJson: string): string {
  const { machine, node, rows } = v.parse(reportSchema, JSON.parse(resultsJson));
  const table = buildResultTable(rows);
  return fill(page, 'results', `\n${table}\n\nMeasured on ${machine}, Node ${node}.\n`);
}
