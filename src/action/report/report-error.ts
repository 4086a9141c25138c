import { debug, isDebug, setFailed } from '@actions/core';
import { disarm } from './action-log.ts';
import { describeError, listStacks } from './describe-error.ts';

/** One error annotation; it fails the step. Stacks go to the debug log when that is on. */
export function reportError(error: unknown): void {
  const { message, hint } = describeError(error);
  setFailed(disarm(hint === undefined ? message : `${message}\n${hint}`));
  if (!isDebug()) return;
  for (const stack of listStacks(error)) debug(disarm(stack));
}
