import { restoreInputs } from '../../task/restore/fields.ts';
import { type RestoreWords, toRestoreWords } from '../../task/restore/restore-words.ts';
import { commandWords, isHidden, toKebab } from '../words.ts';

/** Whether a process list would show a secret; the new instance's password is one as well. */
export const isSecret = (name: string): boolean => {
  const shared = restoreInputs[name]?.shared;
  return name === 'password' || (shared !== undefined && isHidden(shared));
};

/** Whether its option stands alone. */
export const isAlone = (name: string): boolean =>
  ['true', 'false'].includes(restoreInputs[name]?.default ?? '');

/** The option's name, without its dashes: a secret's names a file. */
export const optionOf = (name: string): string =>
  name === 'wait' ? 'no-wait' : `${toKebab(name)}${isSecret(name) ? '-file' : ''}`;

/** As it is written at the command. */
const write = (name: string, value?: string): string =>
  value === undefined || isAlone(name) ? `--${optionOf(name)}` : `--${optionOf(name)} ${value}`;

/** How the command speaks of a restore: of options. */
export const commandRestoreWords: RestoreWords = toRestoreWords(
  { ...commandWords, dryRun: '--dry-run' },
  write,
);
