import type { History } from '../../backup/wait/history.ts';
import type { Backup } from '../../model.ts';
import type { RestoreGuide } from '../../restore/restore-guide.ts';
import { formatDuration } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import type { ErrorText } from '../../task/report/errors.ts';
import { describeHistory } from '../../task/report/progress.ts';
import type { Location } from '../../task/report/report.ts';
import { buildTable, code, codeWithName, escapeText } from './markup.ts';

/** What is known of the one database. */
interface OneFacts {
  readonly instanceName?: string | undefined;
  readonly backup: Backup | undefined;
  readonly location: Location;
  readonly history?: History | undefined;
  readonly restore?: RestoreGuide | undefined;
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

function listRows(facts: OneFacts): readonly (readonly [string, string])[] {
  const { instanceName, backup, location, history } = facts;
  if (backup === undefined) return [];
  const { title } = getService(backup.service);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Backup id', code(backup.id)],
    ['Name', code(backup.name)],
    ['Service', escapeText(title)],
    ['Instance', codeWithName(backup.instanceId, instanceName)],
    [
      'Covers',
      backup.partial ? '<strong>partial</strong>: only the databases asked for' : undefined,
    ],
    ['Region', location.region && code(location.region)],
    ['Project', location.projectId && code(location.projectId)],
    ['Job', backup.jobId && code(backup.jobId)],
    ['Began', backup.beginTime],
    ['Ended', backup.endTime],
    ...(backup.status === 'COMPLETED' ? listMeasures(backup, history) : []),
  ];
  return rows.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}

function headingOfOne({ backup, error }: OneFacts): string {
  const isCompleted = backup?.status === 'COMPLETED';
  if (error !== undefined) {
    return isCompleted
      ? '❌ Database backup completed, but this step failed'
      : '❌ No completed database backup';
  }
  return isCompleted
    ? '✅ Database backup completed'
    : '⏳ Database backup accepted, not completed yet';
}

function nextStepOf({ backup, error, restore }: OneFacts): string {
  if (error !== undefined) return [error.message, error.hint ?? ''].map(escapeText).join('<br>');
  if (backup === undefined || restore !== undefined) return '';
  return backup.status === 'COMPLETED'
    ? `To restore: pick backup ${code(backup.id)} among the instance’s backups in the console.`
    : 'The cloud has accepted the backup and works on it. It is no restore point before its status is COMPLETED.';
}

/** The summary of a step that backs up one database. */
export function summarizeOne(facts: OneFacts): readonly string[] {
  const { backup, error } = facts;
  const status = `<strong>${escapeText(backup?.status ?? '')}</strong>`;
  const table = buildTable(['Status', status], listRows(facts));
  const text = [table, nextStepOf(facts)];
  return [`### ${headingOfOne(facts)}`, ...(error === undefined ? text : text.toReversed())];
}
