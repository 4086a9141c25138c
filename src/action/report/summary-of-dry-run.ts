import { getService } from '../../services/index.ts';
import { type CheckedOrder, splitShared, type TaskCheck } from '../../task/report/report.ts';
import { buildTable, codeWithName, describeLeftOut, escapeText, type Part } from './markup.ts';

const VERDICT_MARKS = { passed: '✅', warning: '⚠️', failed: '❌', 'not checked': '➖' } as const;

const toCheckRow = ({ title, verdict, text }: TaskCheck) => [
  `${VERDICT_MARKS[verdict]} ${verdict}`,
  escapeText(title),
  escapeText(text),
];

const buildChecks = (heading: string, checks: readonly TaskCheck[]) =>
  `#### ${heading}\n\n${buildTable(['Verdict', 'Check', 'Found'], checks.map(toCheckRow)).trimEnd()}`;

/** Where the summary would get too long, the databases with a failed check stay longest. */
const toTable = ({ order, instance, checks }: CheckedOrder) => ({
  text: buildChecks(
    `${escapeText(getService(order.service).title)} ${codeWithName(order.instanceId, instance?.name)}`,
    checks,
  ),
  rank: checks.some(({ verdict }) => verdict === 'failed') ? 0 : 1,
});

/** The summary of a dry run: a table of what all share, and one for each database. */
export function summarizeChecks(reports: readonly CheckedOrder[]): readonly Part[] {
  const { shared, own } = splitShared(reports);
  const checks = [...shared, ...own.flatMap((report) => report.checks)];
  const failed = checks.filter(({ verdict }) => verdict === 'failed');
  const heading =
    failed.length === 0
      ? '✅ Dry run: no check failed'
      : `❌ Dry run: ${failed.length} ${failed.length === 1 ? 'check' : 'checks'} failed`;
  const tables = {
    head: '',
    rows: own.map(toTable),
    between: '\n\n',
    describeRest: (count: number | undefined) =>
      count === undefined ? '' : `\n\n${describeLeftOut(count)}`,
  };
  const ofAll = shared.length > 0 ? buildChecks(`All ${reports.length} databases`, shared) : '';
  return [`### ${heading}`, ofAll, tables, 'No backup was made.'];
}
