import type { Backup } from '../../model.ts';
import type { Log } from '../../runtime/log.ts';
import type { Estimate } from './history.ts';
import type { Look } from './look-at-backups.ts';

/** What a waiting caller is told. */
export interface Progress {
  /** The backup as last seen. */
  readonly backup: Backup;
  /** Per cent, 0 to 100, as its job says; `undefined` where the service has none, or `estimate` tells more. */
  readonly percent: number | undefined;
  /** What earlier backups of the instance tell; `undefined` where there are none. */
  readonly estimate: Estimate | undefined;
  /** Milliseconds since the wait began. */
  readonly elapsedMs: number;
}

export interface ProgressReport {
  /** After each look that did not end the wait; `pauseMs` is the pause before the next. */
  note(look: Look, moment: Omit<Progress, 'backup'> & { readonly pauseMs: number }): void;
}

const EVERY_MS = 60_000;

/** Tells what changed, the same thing at least once a minute, and each unknown status word once. */
export function createProgressReport(
  log: Log,
  onProgress: (progress: Progress) => void,
): ProgressReport {
  const unknownWords = new Set<string>();
  let lastText: string | undefined;
  let lastMs = 0;

  function noteUnknownWord({ status, statusWord = 'none' }: Backup) {
    if (status !== 'UNKNOWN' || unknownWords.has(statusWord)) return;
    unknownWords.add(statusWord);
    log.info(`The cloud gives the backup a status that no page lists: ${statusWord}. Waiting on.`);
  }

  return {
    note(look, { percent, estimate, elapsedMs, pauseMs }) {
      const { backup } = look;
      noteUnknownWord(backup);
      const text = `${backup.status} ${backup.statusWord} ${percent}`;
      if (text === lastText && elapsedMs + pauseMs - lastMs <= EVERY_MS) return;
      lastText = text;
      lastMs = elapsedMs;
      onProgress({ backup, percent, estimate, elapsedMs });
    },
  };
}
