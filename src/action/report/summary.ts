import type { PreflightReport } from '../../backup/preflight.ts';
import type { Check } from '../../backup/preflight-checks.ts';
import type { History } from '../../backup/wait/history.ts';
import type { Backup, ManualCount } from '../../model.ts';
import type { RestoreGuide } from '../../restore/restore-guide.ts';
import { formatDuration } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import { describeError, type ErrorText } from '../../task/report/errors.ts';
import { describeHistory } from '../../task/report/progress.ts';
import {
  describeCount,
  describeLimited,
  findStatus,
  type Location,
  splitShared,
  type TargetResult,
  type TaskState,
} from '../../task/report/report.ts';
import {
  buildLongTable,
  buildTable,
  code,
  codeWithName,
  describeLeftOut,
  escapeText,
  joinParts,
  type Part,
} from './markup.ts';
import { describeBackupsOutput } from './outputs.ts';
import { summarizeRestores } from './restore.ts';

/** Behind all that is told of backups. */
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

interface OneFacts {
  readonly instanceName?: string | undefined;
  readonly backup: Backup | undefined;
  readonly location: Location;
  readonly history?: History | undefined;
  readonly restore?: RestoreGuide | undefined;
  readonly manual?: ManualCount | undefined;
  readonly error: ErrorText | undefined;
}

/** How long the backup took, as far as its times tell. */
function findLength({ beginTime, endTime }: Backup): string | undefined {
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
  const { instanceName, backup, location, history, manual } = facts;
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
    ['Manual backups', manual && describeCount(manual)],
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
function summarizeOne(facts: OneFacts): readonly string[] {
  const { backup, error } = facts;
  const status = `<strong>${escapeText(backup?.status ?? '')}</strong>`;
  const table = buildTable(['Status', status], listRows(facts));
  const text = [table, nextStepOf(facts)];
  return [`### ${headingOfOne(facts)}`, ...(error === undefined ? text : text.toReversed())];
}

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
  const { order, backup, manual } = result;
  const status = findStatus(result) ?? (isRed ? 'UNKNOWN' : 'not accepted yet');
  const isDone = backup?.status === 'COMPLETED';
  return [
    `${STATUS_MARKS[status] ?? '❌'} <strong>${status}</strong>`,
    [nameInstance(result), describeLimited(manual)].filter(Boolean).join('<br>'),
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
  const { message, hint } = describeError(error);
  const text = hint === undefined ? message : `${message} ${hint}`;
  const reason = text.trim() === '' ? 'no reason was given' : escapeText(text);
  return [{ text: `- ${nameInstance(result, ' ')}: ${reason}`, rank: RANKS.problem }];
}

/** The summary of a step that backs up several databases: a row each. */
function summarizeSeveral(state: TaskState, isRed: boolean): readonly Part[] {
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

const VERDICT_MARKS = { passed: '✅', warning: '⚠️', failed: '❌', 'not checked': '➖' } as const;

const toCheckRow = ({ title, verdict, text }: Check) => [
  `${VERDICT_MARKS[verdict]} ${verdict}`,
  escapeText(title),
  escapeText(text),
];

const buildChecks = (heading: string, checks: readonly Check[]) =>
  `#### ${heading}\n\n${buildTable(['Verdict', 'Check', 'Found'], checks.map(toCheckRow)).trimEnd()}`;

/** Where the summary would get too long, the databases with a failed check stay longest. */
const toTable = ({ order, instance, checks }: PreflightReport) => ({
  text: buildChecks(
    `${escapeText(getService(order.service).title)} ${codeWithName(order.instanceId, instance?.name)}`,
    checks,
  ),
  rank: checks.some(({ verdict }) => verdict === 'failed') ? 0 : 1,
});

/** The summary of a dry run: a table of what all share, and one for each database. */
function summarizeChecks(reports: readonly PreflightReport[]): readonly Part[] {
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
