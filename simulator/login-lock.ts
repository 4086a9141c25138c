import type { World } from './world.ts';

const failuresToLock = 5;
const lockedMs = 5 * 60_000;

/** Remembers a wrong signature or password; five in a row lock the key or user (devg-apisign FAQ). */
export function countWrongSecret(world: World, who: string, nowMs: number): void {
  const failures = world.loginFailures.get(who) ?? [];
  world.loginFailures.set(who, [...failures, nowMs]);
}

/** Forgets the failures of somebody who got it right. */
export function forgive(world: World, who: string): void {
  world.loginFailures.delete(who);
}

/** Whether a key or user is locked; five minutes after the last failure it is forgiven. */
export function isLocked(world: World, who: string, nowMs: number): boolean {
  const failures = world.loginFailures.get(who) ?? [];
  const last = failures.at(-1);
  if (last === undefined || failures.length < failuresToLock) return false;
  if (nowMs < last + lockedMs) return true;
  forgive(world, who);
  return false;
}
