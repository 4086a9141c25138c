import { expect } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import {
  BackupDeletingError,
  BackupError,
  BackupFailedError,
  BackupNeverListedError,
  BackupVanishedError,
  DeadlineError,
  StatusUnavailableError,
  StoppedError,
  UncertainCreateError,
} from '../../src/index.ts';

/** What the last message of a red run says of backups. */
export type Said = 'none' | 'this one' | 'perhaps one';

const WITH_AN_ID = [
  BackupDeletingError,
  BackupFailedError,
  BackupNeverListedError,
  BackupVanishedError,
  StatusUnavailableError,
];

export function whatIsSaid(error: unknown): Said {
  if (error instanceof UncertainCreateError) return 'perhaps one';
  if (error instanceof StoppedError || error instanceof DeadlineError) {
    return error.backup === undefined ? 'none' : 'this one';
  }
  return WITH_AN_ID.some((kind) => error instanceof kind) ? 'this one' : 'none';
}

/** The backups that this run made: all that were not there before. */
export const madeBackups = ({ backups }: Simulator, before: ReadonlySet<string> = new Set()) =>
  backups.filter(({ id, type }) => type === 'manual' && !before.has(id));

export interface Ending {
  readonly error: unknown;
  readonly backupId: string | undefined;
  readonly waited: boolean;
  readonly before?: ReadonlySet<string>;
}

/**
 * The promise: green means exactly one completed backup (accepted, without waiting); red means at
 * most one, and the error says which: none, this id, or perhaps one.
 */
export function expectThePromise(simulator: Simulator, ending: Ending): void {
  const { error, backupId, waited, before } = ending;
  const made = madeBackups(simulator, before);
  if (error === undefined) {
    // Without waiting, what was accepted may be gone by now: it was accepted all the same.
    expect(simulator.everyBackupId).toContain(backupId);
    expect(before?.has(backupId ?? '')).not.toBe(true);
    const isGone = !simulator.backups.some(({ id }) => id === backupId);
    expect(made.map(({ id }) => id)).toEqual(isGone && !waited ? [] : [backupId]);
    if (waited) expect(made[0]?.state).toBe('COMPLETED');
    return;
  }
  expect(error).toBeInstanceOf(BackupError);
  expect(made.length).toBeLessThanOrEqual(1);
  const said = whatIsSaid(error);
  if (said === 'none') expect(made).toEqual([]);
  if (said === 'this one')
    expect(made.map(({ id }) => id).filter((id) => id !== backupId)).toEqual([]);
}
