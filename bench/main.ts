import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLib } from '../scripts/build-lib.ts';
import { measureBundle, measureCalls, measureStep } from './action.ts';
import { measureCreates, measureFirstCall } from './library.ts';
import { type Effort, FULL, QUICK } from './pairs.ts';
import { libDir, root } from './processes.ts';
import { buildReport, buildResultTable, type Row } from './report.ts';
import { measureSigning } from './signing.ts';

/** Everything that is measured, in the order of the table. */
export const benches: readonly ((effort: Effort) => Promise<readonly Row[]>)[] = [
  measureStep,
  measureBundle,
  measureCalls,
  measureSigning,
  measureFirstCall,
  measureCreates,
];

/** Run it by `npm run bench`: the Node that runs it runs both sides too. */
async function runBenches(): Promise<void> {
  const { values } = parseArgs({
    options: {
      /** As little as possible, to see that everything runs; its numbers mean nothing. */
      quick: { type: 'boolean', default: false },
      json: { type: 'string', default: join(import.meta.dirname, 'results.json') },
    },
  });
  buildLib(root, libDir);
  const rows: Row[] = [];
  for (const measure of benches) rows.push(...(await measure(values.quick ? QUICK : FULL)));
  const report = buildReport(rows);
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${buildResultTable(rows)}\n\n${report.machine}, Node ${report.node}\n`);
}

if (import.meta.main) await runBenches();
