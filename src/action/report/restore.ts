import type { Backup } from '../../model.ts';
import type { PrintedRequest, RestoreGuide, RestoreHole } from '../../restore/restore-guide.ts';
import { withName } from '../../runtime/text.ts';
import { getService } from '../../services/index.ts';
import {
  buildTable,
  code,
  codeWithName,
  describeLeftOut,
  escapeText,
  type Part,
  SPARE,
} from './markup.ts';
import { findStatus, type TargetResult } from './report.ts';

/** For a shell, which reads nothing of it. */
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The request as a command; what is to fill in stands there as it stands in the body. */
export const printCurl = ({ method, url, body }: PrintedRequest): string =>
  [
    `curl --fail-with-body -X ${method}`,
    `  ${quote(url)}`,
    `  -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json'`,
    `  --data ${quote(JSON.stringify(body, null, 2))}`,
  ].join(' \\\n');

const toHoleRow = ({ mark, reason, allowed }: RestoreHole) =>
  [code(mark), ...[reason, allowed].map(escapeText)] as const;

const INTRO =
  'A restore makes a new instance, which costs money from its first minute; the old one is not touched. What stands here is from the clouds’ pages, and <strong>unverified on a live cloud</strong>. In the console, as OTC’s manual has it:';

const HOW_TO_FILL =
  'Replace each mark; where a number belongs, its quotes too. <code>TOKEN</code> is of a login that may create instances.';

const toList = (texts: readonly string[]) =>
  texts.map((text) => `- ${escapeText(text)}`).join('\n');

interface Restorable {
  readonly backup: Backup;
  readonly instanceName?: string | undefined;
  readonly guide: RestoreGuide;
}

const listRestorable = (results: readonly TargetResult[]): readonly Restorable[] =>
  results.flatMap(({ backup, instanceName, restore: guide }) =>
    backup?.status === 'COMPLETED' && guide ? [{ backup, instanceName, guide }] : [],
  );

const titleOf = ({ backup: { service } }: Restorable) => getService(service).title;

/** The completed backups of which no request is printed, and why: a line for all that have a reason in common. */
export function explainMissing(results: readonly TargetResult[]): readonly string[] {
  const missing = listRestorable(results).filter(({ guide }) => guide.request === undefined);
  const groups = Object.values(
    Object.groupBy(missing, (one) => `${titleOf(one)} ${one.guide.whyNoRequest}`),
  );
  return groups.flatMap((group = []) =>
    group.slice(0, 1).map((first) => {
      const { backup, instanceName, guide } = first;
      const which =
        group.length === 1
          ? `backup ${backup.id} of ${titleOf(first)} instance ${withName(backup.instanceId, instanceName)}`
          : `${group.length} backups of ${titleOf(first)}`;
      return `No request that restores ${which}: ${guide.whyNoRequest}`;
    }),
  );
}

/** Folded: who needs it has the time to open it. */
function describeRequest(one: Restorable): readonly string[] {
  const { backup, instanceName, guide } = one;
  const { request, holes, notes } = guide;
  if (request === undefined) return [];
  const instance = `${escapeText(titleOf(one))} instance ${codeWithName(backup.instanceId, instanceName)}`;
  const parts = [
    `<details><summary>The request for the backup of ${instance}</summary>`,
    HOW_TO_FILL,
    buildTable(['Mark', 'Why', 'Allowed'], holes.map(toHoleRow)).trimEnd(),
    `\`\`\`sh\n${printCurl(request)}\n\`\`\``,
    ...(notes.length === 0 ? [] : ['What will differ, and more to know:', toList(notes)]),
    '</details>',
  ];
  return [parts.filter(Boolean).join('\n\n')];
}

/** The console's way and the page, which are the same for all backups of a service. */
function describeConsole(one: Restorable): string {
  const { console: way = 'among the backups, by its id', page } = one.guide;
  const link = page === undefined ? '' : `. <a href="${page}">The page about it</a>`;
  return `- ${escapeText(titleOf(one))}: ${escapeText(way)}${link}`;
}

/** How the completed backups are restored. Where the summary would get too long, it goes first. */
export function summarizeRestores(results: readonly TargetResult[]): readonly Part[] {
  const all = listRestorable(results);
  const ways = [...new Set(all.map(describeConsole))];
  const texts = [...explainMissing(results).map(escapeText), ...all.flatMap(describeRequest)];
  const rest = 'the way in the console is the same for all';
  return [
    {
      head: `#### Restore\n\n${INTRO}\n\n${ways.join('\n')}\n\n`,
      rows: texts.map((text) => ({ text, rank: SPARE })),
      between: '\n\n',
      describeRest: (count) => (count === undefined ? '' : `\n\n${describeLeftOut(count, rest)}`),
    },
  ];
}

const MAX_LINES = 20;

/** One line about what a database has now. */
function describePoint(result: TargetResult): string {
  const { order, backup, instanceName } = result;
  const title = getService(order.service).title;
  const instance = `${title} instance ${withName(order.instanceId, instanceName)}`;
  if (backup === undefined) {
    return findStatus(result) === 'UNKNOWN'
      ? `Of ${instance} it is not known whether there is a backup.`
      : `${instance} has no backup.`;
  }
  const { id, name, status, sizeMb, partial } = backup;
  const isDone = status === 'COMPLETED';
  const size = isDone && sizeMb !== undefined ? `, ${sizeMb} MB` : '';
  const part = isDone && partial ? ' (partial: only the databases asked for)' : '';
  return `Backup ${withName(id, name)} of ${instance} is ${status}${size}${part}.`;
}

/** Which backups there are to go back to; `undefined` where none is known. */
export function describePoints(results: readonly TargetResult[]): string | undefined {
  if (!results.some(({ backup }) => backup !== undefined)) return undefined;
  const lines = results.slice(0, MAX_LINES).map(describePoint);
  const more = results.length - lines.length;
  const isWhole = results.every(({ backup }) => backup?.status === 'COMPLETED');
  return [
    ...lines,
    ...(more > 0 ? [`… and ${more} more: the output backups has all of them.`] : []),
    ...(isWhole ? [] : ['Only a COMPLETED one is a restore point.']),
  ].join('\n');
}
