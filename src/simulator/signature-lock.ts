import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

const failuresToLock = 5;
const lockedMs = 5 * 60_000;

/** Remembers a wrong signature; five in a row lock the key (devg-apisign FAQ). */
export function countSignatureFailure(world: World, accessKey: string, nowMs: number): void {
  const failures = world.signatureFailures.get(accessKey) ?? [];
  world.signatureFailures.set(accessKey, [...failures, nowMs]);
}

/** Refuses a locked key, and forgives it once five minutes have passed. */
export function refuseLockedKey(world: World, accessKey: string, nowMs: number): void {
  const failures = world.signatureFailures.get(accessKey) ?? [];
  const last = failures.at(-1);
  if (last === undefined || failures.length < failuresToLock) return;
  if (nowMs < last + lockedMs) throw new Refusal('accessKeyLocked');
  world.signatureFailures.delete(accessKey);
}
