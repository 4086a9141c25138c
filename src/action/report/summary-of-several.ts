import { getService } from '../../services/index.ts';
import { describeError } from '../../task/report/errors.ts';
import { findStatus, type TargetResult, type TaskState } from '../../task/report/report.ts';
import { stepWords } from '../step-words.ts';
import {
  buildLongTable,
  code,
  codeWithName,
  describeLeftOut,
  escapeText,
  type Part,
} from './markup.ts';
import { describeBackupsOutput } from './outputs.ts';
import { findLength } from './summary-of-one.ts';

const STATUS_MARKS: Readonly<Record<string, string>> = {
  COMPLETED: '✅',
  BUILDING: '⏳',
  'not accepted yet': '⏳',
};

function headingOfSeveral(results: readonly TargetResult[], isRed: boolean): string {
  const done = results.filter(({ backup, error }) => !error && backup?.status === 'COMPLETED');
  if (isRed) return `❌ ${done.length} of ${results.length} database backups completed`;
  if (done.length === results.length) return `✅ All ${results.length} database backups completed`;
  const accepted = results.filter(({ backup }) => backup !== undefined);
  const count = accepted.length === results.length ? '' : `${accepted.length} of `;
  return `⏳ ${count}${results.length} database backups accepted, not all completed yet`;
}

const nameInstance = ({ order, instanceName }: TargetResult, between = '<br>') =>
  `${escapeText(getService(order.service).title)}${between}${codeWithName(order.instanceId, instanceName, between)}`;

/** Where the summary would get too long, the reasons stay longest, and what is well goes first. */
const RANKS = { problem: 0, lost: 1, well: 2 } as const;

function toCells(result: TargetResult, isRed: boolean): readonly string[] {
  const { order, backup } = result;
  const status = findStatus(result) ?? (isRed ? 'UNKNOWN' : 'not accepted yet');
  const isDone = backup?.status === 'COMPLETED';
  return [
    `${STATUS_MARKS[status] ?? '❌'} <strong>${status}</strong>`,
    nameInstance(result),
    [backup === undefined ? '' : code(backup.id), code(order.name)].filter(Boolean).join('<br>'),
    (isDone && findLength(backup)) || '',
    isDone && backup.sizeMb !== undefined ? `${backup.sizeMb} MB` : '',
  ];
}

/** Narrow enough for GitHub's page: what went wrong stands below. */
const HEAD = ['Status', 'Instance', 'Backup', 'Took', 'Size'];

const toBackupRow = (result: TargetResult, isRed: boolean) => ({
  cells: toCells(result, isRed),
  rank: result.error === undefined ? RANKS.well : RANKS.lost,
});

function toProblem(result: TargetResult) {
  const { error } = result;
  if (error === undefined) return [];
  const { message, hint } = describeError(error, stepWords);
  const text = hint === undefined ? message : `${message} ${hint}`;
  const reason = text.trim() === '' ? 'no reason was given' : escapeText(text);
  return [{ text: `- ${nameInstance(result, ' ')}: ${reason}`, rank: RANKS.problem }];
}

/** The summary of a step that backs up several databases: a row each. */
export function summarizeSeveral(state: TaskState, isRed: boolean): readonly Part[] {
  const { results, location } = state;
  const { region, projectId } = location;
  const where = [
    region === undefined ? '' : `Region ${code(region)}`,
    projectId === undefined ? '' : `Project ${code(projectId)}`,
  ].filter(Boolean);
  return [
    `### ${headingOfSeveral(results, isRed)}`,
    buildLongTable(
      HEAD,
      results.map((result) => toBackupRow(result, isRed)),
    ),
    {
      head: '',
      rows: results.flatMap(toProblem),
      between: '\n',
      describeRest: (count) => (count === undefined ? '' : `\n- ${describeLeftOut(count)}`),
    },
    where.join(', '),
    escapeText(describeBackupsOutput(state) ?? ''),
    isRed || results.some(({ backup }) => backup?.status !== 'COMPLETED')
      ? 'What is not COMPLETED is no restore point.'
      : '',
  ];
}
