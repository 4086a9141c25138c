import type { PreflightReport } from '../../backup/preflight/preflight.ts';
import type { Check } from '../../backup/preflight/preflight-checks.ts';
import { getService } from '../../services/index.ts';
import { buildTable, code, describeLeftOut, escapeText, type Part } from './summary-markup.ts';

const MARKS = { passed: '✅', warning: '⚠️', failed: '❌', 'not checked': '➖' } as const;

const toRow = ({ title, verdict, text }: Check) => [
  `${MARKS[verdict]} ${verdict}`,
  escapeText(title),
  escapeText(text),
];

/** Where the summary would get too long, the databases with a failed check stay longest. */
const toTable = ({ order, checks }: PreflightReport) => ({
  text: [
    `#### ${escapeText(getService(order.service).title)} ${code(order.instanceId)}`,
    buildTable(['Verdict', 'Check', 'Found'], checks.map(toRow)).trimEnd(),
  ].join('\n\n'),
  rank: checks.some(({ verdict }) => verdict === 'failed') ? 0 : 1,
});

/** The summary of a dry run: a table of checks for each database. */
export function summarizeChecks(reports: readonly PreflightReport[]): readonly Part[] {
  const failed = reports.flatMap(({ checks }) => checks).filter((c) => c.verdict === 'failed');
  const heading =
    failed.length === 0
      ? '✅ Dry run: no check failed'
      : `❌ Dry run: ${failed.length} ${failed.length === 1 ? 'check' : 'checks'} failed`;
  const tables = {
    head: '',
    rows: reports.map(toTable),
    between: '\n\n',
    describeRest: (count: number | undefined) =>
      count === undefined ? '' : `\n\n${describeLeftOut(count)}`,
  };
  return [`### ${heading}`, tables, 'No backup was made.'];
}
