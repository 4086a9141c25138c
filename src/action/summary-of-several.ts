import { getService } from '../services/index.ts';
import { describeError } from './describe-error.ts';
import { findStatus } from './find-status.ts';
import type { StepReport, TargetResult } from './step-report.ts';
import { buildTable, code, escapeText } from './summary-markup.ts';
import { findLength } from './summary-of-one.ts';

const MARKS: Readonly<Record<string, string>> = { COMPLETED: '✅', BUILDING: '⏳' };

function findHeading(results: readonly TargetResult[], isRed: boolean): string {
  const done = results.filter(({ backup, error }) => !error && backup?.status === 'COMPLETED');
  if (isRed) return `❌ ${done.length} of ${results.length} database backups completed`;
  return done.length === results.length
    ? `✅ All ${results.length} database backups completed`
    : `⏳ ${results.length} database backups accepted, not all completed yet`;
}

function toRow(result: TargetResult): readonly string[] {
  const { order, backup, error } = result;
  const status = findStatus(result) ?? 'UNKNOWN';
  return [
    `${MARKS[status] ?? '❌'} <strong>${status}</strong>`,
    escapeText(getService(order.service).title),
    code(order.instanceId),
    backup === undefined ? '' : code(backup.id),
    code(order.name),
    (backup && findLength(backup)) ?? '',
    backup?.sizeMb === undefined ? '' : `${backup.sizeMb} MB`,
    error === undefined ? '' : escapeText(describeError(error).message),
  ];
}

const HEAD = ['Status', 'Service', 'Instance', 'Backup id', 'Name', 'Took', 'Size', 'Problem'];

/** The summary of a step that backs up several databases: a row each. */
export function summarizeSeveral(
  { results, place }: StepReport,
  isRed: boolean,
): readonly string[] {
  const { region, projectId } = place;
  const where = [
    region === undefined ? '' : `Region ${code(region)}`,
    projectId === undefined ? '' : `Project ${code(projectId)}`,
  ].filter(Boolean);
  return [
    `### ${findHeading(results, isRed)}`,
    buildTable(HEAD, results.map(toRow)),
    where.join(', '),
    isRed ? 'What is not COMPLETED is no restore point.' : '',
  ];
}
