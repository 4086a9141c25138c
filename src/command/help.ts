import { inputDescriptions } from '../task/inputs/descriptions.ts';
import { type InputName, inputFields } from '../task/inputs/fields.ts';
import { writeInputs } from '../task/words.ts';
import type { CommandOption, OwnOption } from './options.ts';
import { RESTORE_SUMMARY } from './restore/help.ts';
import type { Subcommand } from './subcommands/subcommand.ts';
import { commandWords } from './words.ts';

const OWN_HELP: Readonly<Record<OwnOption, string>> = {
  owner:
    'Whose backups these are, such as the server, project and job: the mark by which --keep-last, --keep-days and --reuse-existing know their own.',
  run: 'What is the same when this work is tried again, such as the id of the pipeline: for --reuse-existing without --name.',
  'id-token-env': 'The variable that holds the identity token, for a login without a secret.',
  json: 'Print the result as JSON, and nothing else, on standard output.',
  'output-env':
    'Write BACKUP_ID, BACKUP_STATUS, BACKUP_NAME, JOB_ID and INSTANCE_ID to this file, as soon as they are known.',
  debug: 'Show what only a search for a fault needs.',
  help: 'Show this.',
  version: 'Show the version.',
};

/** Where a step has what no command has. */
const INPUT_HELP: Readonly<Partial<Record<InputName, string>>> = {
  description:
    'At most 256 characters, none of > ! < " & \' =, no line breaks. Default: owner, run and a mark of its own.',
  identity_provider:
    'Log in by the identity token that --id-token-env names, without a secret: the name of the identity provider in IAM.',
  agency_urn:
    'Log in by the identity token that --id-token-env names through Huawei Cloud’s STS, with --provider-urn: the agency to assume.',
  wait: 'End as soon as the cloud has accepted: exit code 0 then means accepted, not completed.',
  wait_timeout:
    'How long the whole command may take, from its start: like 90s, 30m, 2h or 1h30m; at least 1s, at most 24h.',
  fail_fast: 'With several instances: end at the first failure.',
  reuse_existing:
    'Return a completed or running backup of this instance with this name, if there is one, instead of a new one.',
};

const SECRET_HELP = ' A file that holds it and nothing else; - is standard input.';

function describeInput(input: InputName): string {
  const text =
    INPUT_HELP[input] ?? writeInputs(inputDescriptions[input], commandWords).replaceAll('`', '');
  return text.replace('this workflow made', 'this owner made');
}

function findDefault(input: InputName): string {
  const field = inputFields[input];
  const standard = 'default' in field ? field.default : '';
  return standard && !['true', 'false'].includes(standard) ? ` Default: ${standard}.` : '';
}

function describeOption({ input, own, isFile = false, isList = false }: CommandOption): string {
  if (own !== undefined) return OWN_HELP[own];
  if (input === undefined) return '';
  const more = isList ? ' May be given again.' : '';
  return `${describeInput(input)}${isFile ? SECRET_HELP : ''}${findDefault(input)}${more}`;
}

const WIDTH = 78;

/** Breaks a text into lines that a narrow terminal takes. */
function wrap(text: string, indent: string): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && indent.length + last.length + word.length >= WIDTH) lines.push(word);
    else lines.splice(-1, 1, [last, word].filter(Boolean).join(' '));
  }
  return lines.map((line) => `${indent}${line}`).join('\n');
}

const showOption = (option: CommandOption): string =>
  `  --${option.name}${option.value === undefined ? '' : ` ${option.value}`}\n${wrap(describeOption(option), '      ')}`;

const CODES = `Exit codes:
  0  completed; with --no-wait accepted
  1  there is no restore point
  2  wrong usage: no backup was asked for
  3  a backup may exist: look before you run it again
  4  accepted, and not seen finished: the backup goes on`;

const PAGE = 'https://github.com/OWNER/cloud-db-backup/blob/main/docs/command.md';

/** The help of the whole command. */
export function printHelp(subcommands: readonly Subcommand[]): string {
  const all = [...subcommands, { name: 'restore', summary: RESTORE_SUMMARY }];
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(8)}${summary}`);
  return `Usage: cloud-db-backup COMMAND [OPTIONS]

Manual backups of managed databases on Open Telekom Cloud and Huawei Cloud.

Commands:
${lines.join('\n')}

cloud-db-backup COMMAND --help lists the options of one. ${PAGE}

${CODES}
`;
}

/** The help of one subcommand. */
export const printCommandHelp = ({ name, summary, options }: Subcommand): string =>
  `Usage: cloud-db-backup ${name} [OPTIONS]

${summary}
Secrets are never given as options: as files, or by the environment (OS_PASSWORD, OS_SECRET_KEY, OS_TOKEN and others).

Options:
${options.map(showOption).join('\n')}

${CODES}
`;
