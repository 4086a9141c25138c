import { BackupError } from './backup-error.ts';

/** One thing to change: which input, and what to write instead. Never holds a secret's value. */
export interface Problem {
  /** The field, like `credentials.token`. */
  readonly input: string;
  /** What is wrong with it, and what to write instead. */
  readonly problem: string;
}

/** The caller's input can't be used; thrown before anything is asked for, with every problem at once. */
export class InputError extends BackupError {
  override readonly name = 'InputError';
  /** All of them, in the order of the fields. */
  readonly problems: readonly Problem[];

  /** @internal */
  constructor(problems: readonly Problem[], outcome = 'nothing was sent') {
    const count = problems.length === 1 ? 'One input needs' : `${problems.length} inputs need`;
    const lines = problems.map(({ input, problem }) => `${input}: ${problem}`);
    super(`${count} a change; ${outcome}.\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
