import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLib } from '../scripts/build-lib.ts';
import { benches } from './benches.ts';
import { FULL, QUICK } from './effort.ts';
import { libDir, root } from './places.ts';
import { buildReport } from './report.ts';
import { buildResultTable } from './result-table.ts';
import type { Row } from './row.ts';

// Run it by `npm run bench`: the Node that runs it runs both sides too.

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
