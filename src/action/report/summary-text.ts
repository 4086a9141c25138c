import type { ErrorText } from './describe-error.ts';
import type { StepReport } from './step-report.ts';
import { escapeText } from './summary-markup.ts';
import { summarizeChecks } from './summary-of-checks.ts';
import { summarizeOne } from './summary-of-one.ts';
import { summarizeSeveral } from './summary-of-several.ts';

function summarize(report: StepReport, error: ErrorText | undefined): readonly string[] {
  const { results, place, checks } = report;
  if (checks !== undefined) return summarizeChecks(checks);
  if (results.length > 1) return summarizeSeveral(report, error !== undefined);
  const [first] = results;
  return summarizeOne({ backup: first?.backup, history: first?.history, place, error });
}

function describeRetention({ deletedIds }: StepReport): string {
  if (deletedIds === undefined) return '';
  if (deletedIds.length === 0) return 'Retention: no older backup was deleted.';
  return `Retention: deleted ${deletedIds.length} older: ${escapeText(deletedIds.join(', '))}.`;
}

/** The job summary, as the Markdown that GitHub shows. */
export function buildSummary(report: StepReport, error: ErrorText | undefined): string {
  const parts = [...summarize(report, error), describeRetention(report)];
  return `${parts.filter(Boolean).join('\n\n').trimEnd()}\n`.replaceAll('\n\n\n', '\n\n');
}
