import { type InputName, inputFields } from '../task/inputs/fields.ts';
import { SECRET_INPUTS } from '../task/inputs/login.ts';
import type { Words } from '../task/words.ts';

/** `wait_timeout` is `wait-timeout`. */
export const toKebab = (input: string): string => input.replaceAll('_', '-');

/** Whether an input says no more than yes or no, so that its option stands alone. */
export const isFlag = (input: InputName): boolean => {
  const field = inputFields[input];
  return 'default' in field && ['true', 'false'].includes(String(field.default));
};

/** Whether a process list would show a secret: the key's own id is none. */
export const isHidden = (input: InputName): boolean =>
  input !== 'access_key' && SECRET_INPUTS.includes(input);

/** As it is written at the command: a secret's option names a file. */
const writeInput = (input: InputName, value?: string): string => {
  if (input === 'wait') return '--no-wait';
  if (input === 'dry_run') return 'check';
  const name = `--${toKebab(input)}${isHidden(input) ? '-file' : ''}`;
  return value === undefined || isFlag(input) ? name : `${name} ${value}`;
};

/** How the command speaks: of options. */
export const commandWords: Words = {
  input: writeInput,
  work: 'command',
  product: 'command',
  dryRun: 'check',
  given: 'the options',
  everything: 'standard output has all of them',
  whose: 'this owner’s',
  apart: 'Run one at a time, and give each --owner one place only.',
  empty: 'a variable that is not set arrives empty',
  noLogin:
    'A variable that is not set looks the same as none: see that its name is right, and that the job may read it. GitLab gives a protected variable to protected branches and tags only',
  noRun: '--owner and --run tell none of them from the others',
};
