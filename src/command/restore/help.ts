import { restoreInputs } from '../../task/restore/fields.ts';
import { inputNames } from './options.ts';
import { isAlone, isSecret, optionOf } from './words.ts';

const PAGE = 'https://github.com/OWNER/cloud-db-backup/blob/main/docs/restore.md';

function showInput(name: string): string {
  const value = isAlone(name) ? '' : isSecret(name) ? ' FILE' : ' VALUE';
  const { default: standard = '' } = restoreInputs[name] ?? {};
  const more = standard && !isAlone(name) ? `   (default ${standard})` : '';
  return `  --${optionOf(name)}${value}${more}`;
}

export const RESTORE_SUMMARY =
  'Makes one new instance of an RDS backup, and waits until it is ready. It costs until it is deleted.';

/** The help of the command that restores. */
export const printRestoreHelp = (): string => `Usage: cloud-db-backup restore [OPTIONS]

${RESTORE_SUMMARY}
On a terminal it asks once; elsewhere it needs --yes. Nothing here deletes an instance,
or restores over one. --password-file is the new instance's, --login-password-file
the IAM user's; FILE holds the value and nothing else, and - is standard input.
${PAGE}#by-the-action has the meaning of each option.

Options:
${inputNames.map(showInput).join('\n')}
  --id-token-env VALUE
  --yes
  --json
  --debug
  --help

Exit codes:
  0  ready; with --no-wait accepted; with --dry-run shown
  1  there is no new instance
  2  wrong usage: none was asked for
  3  one may exist: look for its name before you run it again
  4  one exists, costs, and is not known to be ready
`;
