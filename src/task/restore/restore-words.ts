import type { Words } from '../words.ts';
import { LOGIN_PASSWORD } from './fields.ts';

/** How a restore speaks to its user. */
export interface RestoreWords extends Words {
  /** An input as its user writes it, by its name in restore/action.yml. */
  own(name: string, value?: string): string;
}

/** The words of a step or a command, of a restore: `password` is the new instance's there. */
export const toRestoreWords = (words: Words, own: RestoreWords['own']): RestoreWords => ({
  ...words,
  own,
  input: (name, value) => own(name === 'password' ? LOGIN_PASSWORD : name, value),
});
