import type { ErrorText } from './describe-error.ts';
import type { StepReport } from './step-report.ts';
import { escapeText, joinParts, type Part } from './summary-markup.ts';
import { summarizeChecks } from './summary-of-checks.ts';
import { summarizeOne } from './summary-of-one.ts';
import { summarizeSeveral } from './summary-of-several.ts';

/** Behind all that is told of backups. */
const LAST = 9;

/** Of a longer summary GitHub shows nothing. */
const LIMIT_BYTES = 1024 * 1024;

function summarize(report: StepReport, error: ErrorText | undefined): readonly Part[] {
  const { results, place, checks } = report;
  if (checks !== undefined) return summarizeChecks(checks);
  if (results.length > 1) return summarizeSeveral(report, error !== undefined);
  const [first] = results;
  return summarizeOne({ backup: first?.backup, history: first?.history, place, error });
}

function describeRetention({ deletedIds }: StepReport): Part {
  if (deletedIds === undefined) return '';
  if (deletedIds.length === 0) return 'Retention: no older backup was deleted.';
  return {
    head: `Retention: deleted ${deletedIds.length} older: `,
    rows: deletedIds.map((id) => ({ text: escapeText(id), rank: LAST })),
    between: ', ',
    describeRest: (count) => (count === undefined ? '.' : `, and ${count} more.`),
  };
}

/** The job summary, as the Markdown that GitHub shows. */
export const buildSummary = (report: StepReport, error: ErrorText | undefined): string =>
  joinParts([...summarize(report, error), describeRetention(report)], LIMIT_BYTES);
