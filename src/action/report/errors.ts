import { describeError } from '../../task/report/errors.ts';
import { stepWords } from '../step-words.ts';
import type { StepLog } from '../workflow-log.ts';

/** The stacks of an error and its causes, for the debug log. */
function listStacks(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [error.stack ?? error.message, ...listStacks(error.cause)];
}

/** One error annotation; it fails the step. Stacks go to the debug log when that is on. */
export function reportError(error: unknown, log: StepLog): void {
  const { message, hint } = describeError(error, stepWords);
  log.fail(hint === undefined ? message : `${message}\n${hint}`);
  if (!log.isDebug) return;
  for (const stack of listStacks(error)) log.debug(stack);
}
