import type { ErrorText } from '../../task/report/errors.ts';
import { listNextSteps, type RestoreState } from '../../task/restore/restore-report.ts';
import { buildTable, code, escapeText } from '../report/markup.ts';

const PAGE = 'https://github.com/OWNER/cloud-db-backup/blob/main/docs/restore.md';

/** Between the acceptance and the end of the step it says what is known by then. */
function titleOf(
  { isDryRun, isReady, mayExist, instance, candidates }: RestoreState,
  error?: ErrorText,
): string {
  if (isDryRun) return error ? '❌ A restore could not be planned' : 'What a restore would ask for';
  if (mayExist) return '❌ A new instance may exist';
  if (error !== undefined && instance !== undefined) {
    return '❌ The new instance exists, and is not known to be ready';
  }
  if (error !== undefined && candidates.length > 0) return '❌ An instance has the name';
  if (error !== undefined) return '❌ Not restored';
  return isReady
    ? '✅ Restored to a new instance'
    : 'Restore accepted: the new instance is not known to be ready';
}

const row = (name: string, value: unknown): readonly (readonly string[])[] =>
  value === undefined || value === '' ? [] : [[escapeText(name), code(String(value))]];

function describeInstance(state: RestoreState): string {
  const { instance, instanceName, backup, sourceId, candidates } = state;
  return buildTable(
    ['', ''],
    [
      ...row('New instance', instance?.id),
      ...row('Its name', instanceName),
      ...row('State', instance?.status),
      ...row('Private addresses', instance?.privateIps.join(', ')),
      ...row('Port', instance?.port),
      ...row('Job', instance?.jobId),
      ...row('Has the name', candidates.join(', ')),
      ...row('Backup', backup && `${backup.id} (${backup.name})`),
      ...row('Ended', backup?.endTime),
      ...row('Original', sourceId),
    ],
  );
}

const toList = (texts: readonly string[]) => texts.map((text) => `- ${text}`).join('\n');

function describePlan({ plan, isDryRun }: RestoreState): readonly string[] {
  if (plan === undefined) return [];
  const { changes, notes, openFields, request } = plan;
  const changed = buildTable(
    ['Field', 'The original', 'The new instance'],
    changes.map(({ field, original = '', value }) => [
      code(field),
      original && code(original),
      code(value),
    ]),
  );
  const open = buildTable(
    ['Open', 'Why', 'What it takes'],
    openFields.map(({ field, reason, allowed }) => [
      code(field),
      escapeText(reason),
      escapeText(allowed),
    ]),
  );
  const json = JSON.stringify(request.body, null, 2);
  return [
    ...(open === '' ? [] : [open.trimEnd()]),
    ...(changed === '' ? [] : ['Filled in otherwise than the original:', changed.trimEnd()]),
    ...(notes.length === 0
      ? []
      : ['What will differ, and more to know:', toList(notes.map(escapeText))]),
    // The body is data: a fence longer than any in it ends it.
    ...(isDryRun
      ? [`What would be sent, once, to ${code(request.url)}:`, `\`\`\`\`json\n${json}\n\`\`\`\``]
      : []),
  ];
}

/** The job summary of a restore. */
export function buildRestoreSummary(state: RestoreState, error: ErrorText | undefined): string {
  const { instance } = state;
  const parts = [
    `### ${titleOf(state, error)}`,
    ...(error === undefined ? [] : [escapeText(error.message), escapeText(error.hint ?? '')]),
    describeInstance(state).trimEnd(),
    ...(instance === undefined
      ? []
      : ['<strong>It costs from now on</strong>, until it is deleted. Nothing here deletes it.']),
    ...(error === undefined ? [toList(listNextSteps(state).map(escapeText))] : []),
    ...describePlan(state),
    `<a href="${PAGE}">Restore, step by step</a>: unverified on a live cloud.`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
