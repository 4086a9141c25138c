import type { BackupOrder } from '../../backup/backup-order.ts';
import type { Progress } from '../../backup/wait/progress-report.ts';
import type { Backup } from '../../model.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { formatDuration } from '../../runtime/text.ts';
import { describeError } from './describe-error.ts';
import { describeEnd, describeProgress, describeUnwaited } from './progress-text.ts';

export interface BoardOptions {
  readonly orders: readonly BackupOrder[];
  readonly clock: Clock;
  readonly log: Log;
}

export interface Settled {
  readonly backup: Backup | undefined;
  readonly error: unknown;
  readonly isWaited: boolean;
}

/** Tells the log how the backups get on: each change of one, and of several once a minute the sum. */
export interface ProgressBoard {
  noteAccepted(backup: Backup, index: number): void;
  noteProgress(progress: Progress, index: number): void;
  noteSettled(settled: Settled, index: number): void;
}

const EVERY_MS = 60_000;

export function createProgressBoard({ orders, clock, log }: BoardOptions): ProgressBoard {
  const isAlone = orders.length === 1;
  const words = new Map<number, string | undefined>();
  const startMs = clock.monotonicMs();
  let settledCount = 0;
  let toldMs = startMs;
  let toldHistory: string | undefined;
  let toldPercent: number | undefined;

  const labelOf = (index: number) => {
    const order = orders[index];
    return isAlone || order === undefined ? '' : `${order.service} ${order.instanceId}: `;
  };

  /** A percentage that was told already would look like one of now. */
  function withNews(progress: Progress): Progress {
    const isTold = progress.percent === toldPercent;
    toldPercent = progress.percent;
    return isTold ? { ...progress, percent: undefined } : progress;
  }

  /** How long the last ones took is told once, and again when this one takes longer. */
  function isHistoryTold({ estimate }: Progress): boolean {
    const text = estimate && `${estimate.leftMs === undefined}`;
    const isTold = text === toldHistory;
    toldHistory = text;
    return isTold;
  }

  function tellSum() {
    const nowMs = clock.monotonicMs();
    if (nowMs - toldMs < EVERY_MS) return;
    toldMs = nowMs;
    const left = orders.length - settledCount;
    log.info(
      `${settledCount} of ${orders.length} are done, ${left} go on, after ${formatDuration(nowMs - startMs)}`,
    );
  }

  return {
    noteAccepted({ id, jobId, created }, index) {
      const job = jobId === undefined ? '' : `, job ${jobId}`;
      log.info(`${labelOf(index)}${created ? 'Accepted' : 'Taken'}: backup ${id}${job}`);
    },
    noteProgress(progress, index) {
      if (isAlone) return log.info(describeProgress(withNews(progress), !isHistoryTold(progress)));
      const word = progress.backup.statusWord;
      if (word !== undefined && words.get(index) !== word) {
        log.info(`${labelOf(index)}${describeProgress(progress, true)}`);
      }
      words.set(index, word);
      tellSum();
    },
    noteSettled({ backup, error, isWaited }, index) {
      settledCount += 1;
      if (error !== undefined && !isAlone) {
        log.info(`${labelOf(index)}${describeError(error).message}`);
      }
      if (error !== undefined || backup === undefined) return;
      log.info(`${labelOf(index)}${isWaited ? describeEnd(backup) : describeUnwaited(backup)}`);
    },
  };
}
