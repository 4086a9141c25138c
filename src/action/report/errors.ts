import { debug, isDebug, setFailed } from '@actions/core';
import { BackupError } from '../../errors/backup-error.ts';
import { disarm } from '../github.ts';
import type { TargetResult } from './report.ts';

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
function listStacks(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [error.stack ?? error.message, ...listStacks(error.cause)];
}

/** One error annotation; it fails the step. Stacks go to the debug log when that is on. */
export function reportError(error: unknown): void {
  const { message, hint } = describeError(error);
  setFailed(disarm(hint === undefined ? message : `${message}\n${hint}`));
  if (!isDebug()) return;
  for (const stack of listStacks(error)) debug(disarm(stack));
}

/** Several databases were to be backed up, and not all of them are. */
export class IncompleteError extends BackupError {
  override readonly name = 'IncompleteError';

  constructor(results: readonly TargetResult[], isWaited: boolean) {
    const lost = results.filter(({ error }) => error !== undefined);
    const lines = lost.map(({ order, error }) => {
      const { message, hint } = describeError(error);
      return `${order.service} ${order.instanceId}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
    });
    const have = lost.length === 1 ? 'has' : 'have';
    const what = isWaited ? 'completed' : 'accepted';
    super(
      `${lost.length} of ${results.length} databases ${have} no ${what} backup.\n${lines.join('\n')}`,
      { cause: lost[0]?.error },
    );
  }
}
