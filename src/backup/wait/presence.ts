import { BackupNeverListedError, BackupVanishedError } from '../../errors/backup-error.ts';
import type { Backup } from '../../model.ts';
import type { Look } from './look-at-backups.ts';

const MISSING_LOOKS = 3;
const MISSING_FOR_MS = 30_000;
const UNSEEN_FOR_MS = 300_000;

/** Remembers whether the cloud lists the backup; lists lag, so one empty answer means nothing. */
export interface Presence {
  /** @throws BackupVanishedError, BackupNeverListedError */
  note(look: Look, elapsedMs: number): void;
}

export function watchPresence(first: Backup): Presence {
  let { wasListed } = first;
  let missingLooks = 0;
  let missingSinceMs = 0;
  return {
    note({ backup, isListed, trouble }, elapsedMs) {
      if (trouble !== undefined) return;
      if (isListed) {
        wasListed = true;
        missingLooks = 0;
        return;
      }
      missingLooks += 1;
      if (missingLooks === 1) missingSinceMs = elapsedMs;
      const isLong = elapsedMs - missingSinceMs >= MISSING_FOR_MS;
      if (missingLooks < MISSING_LOOKS || !isLong) return;
      if (wasListed) throw new BackupVanishedError(backup);
      // A throttle may make the first look late: the time alone says nothing.
      if (elapsedMs >= UNSEEN_FOR_MS) throw new BackupNeverListedError(backup, elapsedMs);
    },
  };
}
