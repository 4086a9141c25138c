import { Refusal } from './errors.ts';
import type { State } from './state.ts';

const failuresToLock = 5;
const lockedMs = 5 * 60_000;

/** Remembers a wrong signature or password; five in a row lock the key or user (devg-apisign FAQ). */
export function countWrongSecret(state: State, who: string, nowMs: number): void {
  const failures = state.loginFailures.get(who) ?? [];
  state.loginFailures.set(who, [...failures, nowMs]);
}

/** Forgets the failures of somebody who got it right. */
export function forgive(state: State, who: string): void {
  state.loginFailures.delete(who);
}

/** Whether a key or user is locked; five minutes after the last failure it is forgiven. */
export function isLocked(state: State, who: string, nowMs: number): boolean {
  const failures = state.loginFailures.get(who) ?? [];
  const last = failures.at(-1);
  if (last === undefined || failures.length < failuresToLock) return false;
  if (nowMs < last + lockedMs) return true;
  forgive(state, who);
  return false;
}

/** Makes an attempt to log in and notes who was refused. */
export function noteRefusals<T>(state: State, who: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Refusal) state.refusedLogins.push(who);
    throw error;
  }
}
