import { BackupError } from '../../errors/backup-error.ts';

/** What the user reads of an error. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string | undefined;
}

/** The one place where an error becomes text. */
export function describeError(error: unknown): ErrorText {
  if (error instanceof BackupError) return { message: error.message, hint: error.hint };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `Unexpected error. ${message}`,
    hint: 'This is a fault of the action itself: please report it with a debug log of this step.',
  };
}

/** The stacks of an error and its causes, for the debug log. */
export function listStacks(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [error.stack ?? error.message, ...listStacks(error.cause)];
}
