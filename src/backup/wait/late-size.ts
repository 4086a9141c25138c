import type { Backup } from '../../model.ts';
import type { Log } from '../../runtime/log.ts';
import type { PollResult } from './statuses.ts';

/** For so long a size of 0 may still become another one. */
const LATE_MS = 60_000;
const POLL_EVERY_MS = 10_000;

/** Waits for the size of a completed backup, which a list may show as 0 at first; that is no reason to end red. */
export interface SizeWait {
  /** Takes a poll in: whether the backup is completed, and nothing more can come of waiting. */
  isOver(result: Omit<PollResult, 'begunMs'>, elapsedMs: number): boolean;
  /** Whether the backup is completed, and its size alone is waited for. */
  readonly isWaiting: boolean;
  /** When the next poll is due, in milliseconds since the wait began. */
  nextMs(elapsedMs: number): number;
  /** The backup as it is without a size, with a warning. */
  giveUp(backup: Backup): Backup;
}

/** `timeoutMs`: when the whole wait ends, since it began. */
export function createSizeWait(log: Log, timeoutMs: number): SizeWait {
  let endMs: number | undefined;
  return {
    isOver({ backup, isListed, isUnsized = false }, elapsedMs) {
      if (!isListed) return false;
      const isCompleted = backup.status === 'COMPLETED';
      if (!isCompleted || !isUnsized) endMs = undefined;
      if (isCompleted && isUnsized && endMs === undefined) {
        endMs = Math.min(elapsedMs + LATE_MS, timeoutMs);
        log.info(`Backup ${backup.id} is completed, and its size is given as 0: it may come late.`);
      }
      return isCompleted && !isUnsized;
    },
    get isWaiting() {
      return endMs !== undefined;
    },
    nextMs: (elapsedMs) => Math.min(elapsedMs + POLL_EVERY_MS, endMs ?? elapsedMs),
    giveUp(backup) {
      log.warning(
        `Backup ${backup.id} (${backup.name}) is completed, but the cloud gives its size as 0: look at it in the console.`,
      );
      return backup;
    },
  };
}
