import type { History } from '../../backup/wait/history.ts';
import type { Backup } from '../../model.ts';
import { formatDuration } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import type { ErrorText } from './describe-error.ts';
import { describeHistory } from './estimate-text.ts';
import type { Place } from './step-report.ts';
import { buildTable, code, escapeText } from './summary-markup.ts';

export interface OneFacts {
  readonly backup: Backup | undefined;
  readonly place: Place;
  readonly history?: History | undefined;
  readonly error: ErrorText | undefined;
}

/** How long the backup took, as far as its times tell. */
export function findLength({ beginTime, endTime }: Backup): string | undefined {
  if (beginTime === undefined || endTime === undefined) return undefined;
  const ms = Date.parse(endTime) - Date.parse(beginTime);
  return ms < 0 ? undefined : formatDuration(ms);
}

function describeLength(backup: Backup, history: History | undefined): string | undefined {
  const length = findLength(backup);
  return length && history ? `${length} (${describeHistory(history)})` : length;
}

/** Of a backup that is no restore point they would only mislead. */
function listMeasures(backup: Backup, history: History | undefined) {
  const size = backup.sizeMb === undefined ? undefined : `${backup.sizeMb} MB`;
  return [['Took', describeLength(backup, history)] as const, ['Size', size] as const];
}

function listRows({ backup, place, history }: OneFacts): readonly (readonly [string, string])[] {
  if (backup === undefined) return [];
  const { title } = getService(backup.service);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Backup id', code(backup.id)],
    ['Name', code(backup.name)],
    ['Service', escapeText(title)],
    ['Instance', code(backup.instanceId)],
    [
      'Covers',
      backup.partial ? '<strong>partial</strong>: only the databases asked for' : undefined,
    ],
    ['Region', place.region && code(place.region)],
    ['Project', place.projectId && code(place.projectId)],
    ['Job', backup.jobId && code(backup.jobId)],
    ['Began', backup.beginTime],
    ['Ended', backup.endTime],
    ...(backup.status === 'COMPLETED' ? listMeasures(backup, history) : []),
  ];
  return rows.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}

function findHeading({ backup, error }: OneFacts): string {
  if (error !== undefined) return '❌ No completed database backup';
  return backup?.status === 'COMPLETED'
    ? '✅ Database backup completed'
    : '⏳ Database backup accepted, not completed yet';
}

function findNextStep({ backup, error }: OneFacts): string {
  if (error !== undefined) return [error.message, error.hint ?? ''].map(escapeText).join('<br>');
  if (backup === undefined) return '';
  return backup.status === 'COMPLETED'
    ? `To restore: pick backup ${code(backup.id)} among the instance’s backups in the console.`
    : 'The cloud has accepted the backup and works on it. It is no restore point before its status is COMPLETED.';
}

/** The summary of a step that backs up one database. */
export function summarizeOne(facts: OneFacts): readonly string[] {
  const { backup, error } = facts;
  const status = `<strong>${escapeText(backup?.status ?? '')}</strong>`;
  const table = buildTable(['Status', status], listRows(facts));
  const text = [table, findNextStep(facts)];
  return [`### ${findHeading(facts)}`, ...(error === undefined ? text : text.toReversed())];
}
