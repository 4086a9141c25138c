import type { RestoreField } from '../../restore/restore-guide.ts';
import type { TargetResult } from '../../task/report/report.ts';
import {
  explainMissing,
  listRestorable,
  type Restorable,
  titleOf,
} from '../../task/report/restorable.ts';
import {
  buildTable,
  code,
  codeWithName,
  describeLeftOut,
  escapeText,
  type Part,
  SPARE,
} from './markup.ts';
import { printCommands } from './restore-commands.ts';

const PAGE = 'https://github.com/OWNER/cloud-db-backup/blob/main/docs/restore.md';

const link = (url: string, text: string) => `<a href="${url}">${text}</a>`;

const INTRO = `A restore makes a new instance; the old one is not touched. The new one costs money from its first minute, makes backups of its own, and stays until it is deleted. What stands here is from the clouds’ pages, and <strong>unverified on a live cloud</strong>. ${link(PAGE, 'Restore, step by step')}.`;

const TYPES = { text: '', number: 'a number, without quotes: ', list: 'a list, without quotes: ' };

/** One row of the table of what is to fill in. */
function toFieldRow({ mark, reason, allowed, type, suggestion }: RestoreField) {
  const example = suggestion === undefined ? '' : `, such as ${code(suggestion)}`;
  return [
    code(mark),
    escapeText(reason),
    `${TYPES[type]}${escapeText(allowed)}${example}`,
  ] as const;
}

const toList = (texts: readonly string[]) =>
  texts.map((text) => `- ${escapeText(text)}`).join('\n');

const fence = (commands: string) => `\`\`\`sh\n${commands}\n\`\`\``;

/** Folded: it is opened where it is needed. */
function describeRequest(one: Restorable): readonly string[] {
  const { backup, instanceName, guide } = one;
  const { request, openFields, notes } = guide;
  if (request === undefined) return [];
  const { write, send, find, remove } = printCommands(request, backup.id);
  const instance = `${escapeText(titleOf(one))} instance ${codeWithName(backup.instanceId, instanceName)}`;
  const parts = [
    `<details><summary>The request for the backup of ${instance}</summary>`,
    'Write its body to a file, and replace each mark there: so no password stands in the shell’s history.',
    fence(write),
    buildTable(['Mark', 'Why', 'Allowed'], openFields.map(toFieldRow)).trimEnd(),
    `Send it once. ${code('TOKEN')} is of a login that may create instances: ${link(`${PAGE}#a-token`, 'how to get one')}.`,
    fence(send),
    'Find the new instance by its name, with its state and address. If no answer came, look here before you send again.',
    fence(find),
    'When you no longer need it, delete it by its own id.',
    fence(remove),
    ...(notes.length === 0 ? [] : ['What will differ, and more to know:', toList(notes)]),
    '</details>',
  ];
  return [parts.filter(Boolean).join('\n\n')];
}

/** The console's way and the pages, which are the same for all backups of a service and engine. */
function describeConsole(one: Restorable): string {
  const { console: way = 'among the backups, by its id', manual, page } = one.guide;
  const links = [
    manual === undefined ? '' : link(manual, 'The console’s manual'),
    page === undefined ? '' : link(page, 'The API’s page'),
  ].filter(Boolean);
  return `- ${escapeText(titleOf(one))}: ${escapeText(way)}${links.map((text) => `. ${text}`).join('')}`;
}

const joinWords = (words: readonly string[]) => words.map(code).join(' or ');

/** The state words of the new instances, once for each service. */
function describeStates(all: readonly Restorable[]): string {
  const lines = all.flatMap((one) => {
    const { states } = one.guide;
    if (states === undefined) return [];
    const { making, ready, failed } = states;
    return [
      `${escapeText(titleOf(one))} ${code(making)}, then ${joinWords(ready)}; ${joinWords(failed)} is an end without it`,
    ];
  });
  return [...new Set(lines)].map((line) => `${line}.`).join(' ');
}

function listSteps(all: readonly Restorable[]): string {
  const hasRequest = all.some(({ guide }) => guide.request !== undefined);
  const steps = [
    `Pick the backup, by its id in the table above, and start the restore <strong>once</strong>, ${hasRequest ? 'in the console or by the request below' : 'in the console'}: each start makes an instance.`,
    `Wait until the new instance is ready, <strong>Available</strong> in the console. Its states by the API: ${describeStates(all)} OTC’s manuals name 40 MB a second: 43 minutes for 100 GB.`,
    'Look at its data. Then point your application to its address, with its new password.',
    'Delete the instance that you no longer need. With the old one go its automated backups; the manual ones stay.',
  ];
  return steps.map((step, at) => `${at + 1}. ${step}`).join('\n');
}

/** How the completed backups are restored. Where the summary would get too long, it goes first. */
export function summarizeRestores(results: readonly TargetResult[]): readonly Part[] {
  const all = listRestorable(results);
  const ways = [...new Set(all.map(describeConsole))];
  const texts = [...explainMissing(results).map(escapeText), ...all.flatMap(describeRequest)];
  const rest = 'the way in the console is the same for all';
  return [
    {
      head: `#### Restore\n\n${INTRO}\n\n${listSteps(all)}\n\nIn the console, as OTC’s manual has it:\n\n${ways.join('\n')}\n\n`,
      rows: texts.map((text) => ({ text, rank: SPARE })),
      between: '\n\n',
      describeRest: (count) => (count === undefined ? '' : `\n\n${describeLeftOut(count, rest)}`),
    },
  ];
}
