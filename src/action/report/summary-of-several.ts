import type { BackupOrder } from '../../backup/backup-order.ts';
import { getService } from '../../services/index.ts';
import { describeError } from './describe-error.ts';
import { findStatus } from './find-status.ts';
import type { StepReport, TargetResult } from './step-report.ts';
import { buildLongTable, code, describeLeftOut, escapeText, type Part } from './summary-markup.ts';
import { findLength } from './summary-of-one.ts';

const MARKS: Readonly<Record<string, string>> = { COMPLETED: '✅', BUILDING: '⏳' };

function findHeading(results: readonly TargetResult[], isRed: boolean): string {
  const done = results.filter(({ backup, error }) => !error && backup?.status === 'COMPLETED');
  if (isRed) return `❌ ${done.length} of ${results.length} database backups completed`;
  return done.length === results.length
    ? `✅ All ${results.length} database backups completed`
    : `⏳ ${results.length} database backups accepted, not all completed yet`;
}

const nameInstance = ({ service, instanceId }: BackupOrder, between = '<br>') =>
  `${escapeText(getService(service).title)}${between}${code(instanceId)}`;

/** Where the summary would get too long, the reasons stay longest, and what is well goes first. */
const RANKS = { problem: 0, lost: 1, well: 2 } as const;

function toCells(result: TargetResult): readonly string[] {
  const { order, backup } = result;
  const status = findStatus(result) ?? 'UNKNOWN';
  const isDone = backup?.status === 'COMPLETED';
  return [
    `${MARKS[status] ?? '❌'} <strong>${status}</strong>`,
    nameInstance(order),
    [backup === undefined ? '' : code(backup.id), code(order.name)].filter(Boolean).join('<br>'),
    (isDone && findLength(backup)) || '',
    isDone && backup.sizeMb !== undefined ? `${backup.sizeMb} MB` : '',
  ];
}

/** Narrow enough for GitHub's page: what went wrong stands below. */
const HEAD = ['Status', 'Instance', 'Backup', 'Took', 'Size'];

const toRow = (result: TargetResult) => ({
  cells: toCells(result),
  rank: result.error === undefined ? RANKS.well : RANKS.lost,
});

function toProblem({ order, error }: TargetResult) {
  if (error === undefined) return [];
  const { message, hint } = describeError(error);
  const text = hint === undefined ? message : `${message} ${hint}`;
  const reason = text.trim() === '' ? 'no reason was given' : escapeText(text);
  return [{ text: `- ${nameInstance(order, ' ')}: ${reason}`, rank: RANKS.problem }];
}

/** The summary of a step that backs up several databases: a row each. */
export function summarizeSeveral({ results, place }: StepReport, isRed: boolean): readonly Part[] {
  const { region, projectId } = place;
  const where = [
    region === undefined ? '' : `Region ${code(region)}`,
    projectId === undefined ? '' : `Project ${code(projectId)}`,
  ].filter(Boolean);
  return [
    `### ${findHeading(results, isRed)}`,
    buildLongTable(HEAD, results.map(toRow)),
    {
      head: '',
      rows: results.flatMap(toProblem),
      between: '\n',
      describeRest: (count) => (count === undefined ? '' : `\n- ${describeLeftOut(count)}`),
    },
    where.join(', '),
    isRed ? 'What is not COMPLETED is no restore point.' : '',
  ];
}
