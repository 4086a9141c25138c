import type { ErrorText } from '../../task/report/errors.ts';
import type { TaskState } from '../../task/report/report.ts';
import { escapeText, joinParts, type Part } from './markup.ts';
import { summarizeRestores } from './restore.ts';
import { summarizeChecks } from './summary-of-dry-run.ts';
import { summarizeOne } from './summary-of-one.ts';
import { summarizeSeveral } from './summary-of-several.ts';

/** Sorts after every row about a backup. */
const LAST = 9;

/** Of a longer summary GitHub shows nothing. */
const LIMIT_BYTES = 1024 * 1024;

function summarize(state: TaskState, error: ErrorText | undefined): readonly Part[] {
  const { results, location, checks } = state;
  if (checks !== undefined) return summarizeChecks(checks);
  if (results.length > 1) return summarizeSeveral(state, error !== undefined);
  const [first] = results;
  return summarizeOne({ ...first, backup: first?.backup, location, error });
}

function describeRetention({ deletedIds }: TaskState): Part {
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
export const buildSummary = (state: TaskState, error: ErrorText | undefined): string =>
  joinParts(
    [...summarize(state, error), describeRetention(state), ...summarizeRestores(state.results)],
    LIMIT_BYTES,
  );
