import { ApiError } from '../../errors/api-error.ts';
import { BackupError } from '../../errors/backup-error.ts';
import { type Words, writeOptions } from '../words.ts';
import { nameTarget, type TargetResult } from './report.ts';

/** What the user reads of an error. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string | undefined;
}

/** What a task does by itself, and a program has to be told. */
function findMore(error: BackupError, words: Words): string {
  const isNameTaken = error instanceof ApiError && error.kind === 'duplicate-name';
  return isNameTaken ? ` Without ${words.input('name')} one is made up.` : '';
}

/** The one place where an error becomes text. */
export function describeError(error: unknown, words: Words): ErrorText {
  if (error instanceof BackupError) {
    const { message, advice: hint } = error;
    return { message, hint: hint && `${writeOptions(hint, words)}${findMore(error, words)}` };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `Unexpected error. ${message}`,
    hint: `This is a fault of the ${words.product} itself: please report it with a debug log of this ${words.work}.`,
  };
}

/** Several databases were to be backed up, and not all of them are. */
export class IncompleteError extends BackupError {
  override readonly name = 'IncompleteError';

  constructor(
    results: readonly TargetResult[],
    { isWaited, words }: { readonly isWaited: boolean; readonly words: Words },
  ) {
    const lost = results.filter(({ error }) => error !== undefined);
    const lines = lost.map(({ order, instanceName, error }) => {
      const { message, hint } = describeError(error, words);
      return `${nameTarget(order, instanceName)}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
    });
    const have = lost.length === 1 ? 'has' : 'have';
    const what = isWaited ? 'completed' : 'accepted';
    super(
      `${lost.length} of ${results.length} databases ${have} no ${what} backup.\n${lines.join('\n')}`,
      { cause: lost[0]?.error },
    );
  }
}
