import type { PreflightReport } from '../../backup/preflight/preflight.ts';
import type { Check } from '../../backup/preflight/preflight-checks.ts';
import { getService } from '../../services/index.ts';
import { buildTable, code, escapeText } from './summary-markup.ts';

const MARKS = { passed: '✅', warning: '⚠️', failed: '❌', 'not checked': '➖' } as const;

const toRow = ({ title, verdict, text }: Check) => [
  `${MARKS[verdict]} ${verdict}`,
  escapeText(title),
  escapeText(text),
];

/** The summary of a dry run: a table of checks for each database. */
export function summarizeChecks(reports: readonly PreflightReport[]): readonly string[] {
  const failed = reports.flatMap(({ checks }) => checks).filter((c) => c.verdict === 'failed');
  const heading =
    failed.length === 0
      ? '✅ Dry run: no check failed'
      : `❌ Dry run: ${failed.length} ${failed.length === 1 ? 'check' : 'checks'} failed`;
  const tables = reports.flatMap(({ order, checks }) => [
    `#### ${escapeText(getService(order.service).title)} ${code(order.instanceId)}`,
    buildTable(['Verdict', 'Check', 'Found'], checks.map(toRow)),
  ]);
  return [`### ${heading}`, ...tables, 'No backup was made.'];
}
