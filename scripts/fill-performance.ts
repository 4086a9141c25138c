import * as v from 'valibot';
import { partRowsSchema } from '../bench/profile-pairs.ts';
import { buildProfileTable } from '../bench/profile-table.ts';
import { reportSchema } from '../bench/report.ts';
import { buildResultTable } from '../bench/result-table.ts';
import { fill } from './fill-section.ts';

const profilesSchema = v.object({ step: partRowsSchema, creates: partRowsSchema });

export interface Kept {
  readonly resultsJson: string;
  readonly profilesJson: string;
}

/** docs/performance.md with the tables of the last runs of the bench and the profiler that were kept. */
export function fillPerformance(page: string, { resultsJson, profilesJson }: Kept): string {
  const { machine, node, rows } = v.parse(reportSchema, JSON.parse(resultsJson));
  const { step, creates } = v.parse(profilesSchema, JSON.parse(profilesJson));
  const results = `\n${buildResultTable(rows)}\n\nMeasured on ${machine}, Node ${node}.\n`;
  const withStep = fill(page, 'step-profile', `\n${buildProfileTable(step)}\n`);
  const withCreates = fill(withStep, 'creates-profile', `\n${buildProfileTable(creates)}\n`);
  return fill(withCreates, 'results', results);
}
