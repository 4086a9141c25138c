import type { BackupOrder } from '../../backup/order.ts';
import type { Estimate, History } from '../../backup/wait/history.ts';
import type { Progress } from '../../backup/wait/progress.ts';
import type { Backup } from '../../model.ts';
import type { Clock } from '../../runtime/clock.ts';
import { formatDuration } from '../../runtime/text.ts';
import type { TaskLog } from '../task.ts';
import type { Words } from '../words.ts';
import { describeError } from './errors.ts';
import { nameTarget } from './report.ts';

interface BoardOptions {
  readonly orders: readonly BackupOrder[];
  readonly clock: Clock;
  readonly log: Pick<TaskLog, 'info' | 'progress'>;
  readonly words: Words;
}

interface Settled {
  readonly instanceName?: string | undefined;
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

export function createProgressBoard({ orders, clock, log, words }: BoardOptions): ProgressBoard {
  const isAlone = orders.length === 1;
  const statusWords = new Map<number, string | undefined>();
  const names = new Map<number, string>();
  const startMs = clock.monotonicMs();
  let settledCount = 0;
  let toldMs = startMs;
  let wasLate: boolean | undefined;

  const labelOf = (index: number) => {
    const order = orders[index];
    return isAlone || order === undefined ? '' : `${nameTarget(order, names.get(index))}: `;
  };

  function noteName(index: number, name: string | undefined) {
    if (name !== undefined) names.set(index, name);
  }

  /** How long the last ones took is told once, and again when this one takes longer. */
  function isHistoryTold({ estimate }: Progress): boolean {
    const isLate = estimate && estimate.leftMs === undefined;
    const isTold = isLate === wasLate;
    wasLate = isLate;
    return isTold;
  }

  function tellSum() {
    const nowMs = clock.monotonicMs();
    if (nowMs - toldMs < EVERY_MS) return;
    toldMs = nowMs;
    const left = orders.length - settledCount;
    log.progress(
      `${settledCount} of ${orders.length} done, ${left} running, ${formatDuration(nowMs - startMs)} elapsed`,
    );
  }

  return {
    noteAccepted({ id, jobId, created }, index) {
      const job = jobId === undefined ? '' : `, job ${jobId}`;
      log.info(`${labelOf(index)}${created ? 'Accepted' : 'Taken'}: backup ${id}${job}`);
    },
    noteProgress(progress, index) {
      noteName(index, progress.instanceName);
      if (isAlone) return log.progress(describeProgress(progress, !isHistoryTold(progress)));
      const word = progress.backup.statusWord;
      if (word !== undefined && statusWords.get(index) !== word) {
        log.info(`${labelOf(index)}${describeProgress(progress, true)}`);
      }
      statusWords.set(index, word);
      tellSum();
    },
    noteSettled({ instanceName, backup, error, isWaited }, index) {
      noteName(index, instanceName);
      settledCount += 1;
      if (error !== undefined && !isAlone) {
        log.info(`${labelOf(index)}${describeError(error, words).message}`);
      }
      if (error !== undefined || backup === undefined) return;
      log.info(
        `${labelOf(index)}${isWaited ? describeEnd(backup) : describeUnwaited(backup, words)}`,
      );
    },
  };
}

/** One line about a backup that goes on. */
export function describeProgress(
  { backup, percent, estimate, elapsedMs }: Progress,
  withHistory: boolean,
): string {
  const share = percent === undefined ? '' : `, ${percent} %`;
  const end = estimate === undefined ? '' : `, ${describeEstimate(estimate, withHistory)}`;
  return `${backup.statusWord ?? backup.status}${share}, ${formatDuration(elapsedMs)} after it was accepted${end}`;
}

/** The last line about a completed backup. */
function describeEnd(backup: Backup): string {
  const size = backup.sizeMb === undefined ? '' : `, ${backup.sizeMb} MB`;
  const partial = backup.partial ? ' (partial: only the databases asked for)' : '';
  return `Backup ${backup.id} is completed${size}${partial}. The restore point exists.`;
}

/** The last line about a backup that nobody waits for. */
function describeUnwaited(backup: Backup, words: Words): string {
  return backup.status === 'COMPLETED' && !backup.created
    ? describeEnd(backup)
    : `Not waiting for it (${words.input('wait', 'false')}): it is no restore point before it is completed.`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Rounded as a person would say it: `40 s`, `12 min`, `1 h 35 min`. Takes milliseconds. */
function describeRoughly(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  if (ms < 1.5 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  const minutes = Math.round(ms / MINUTE_MS);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function describeRange(shortestMs: number, longestMs: number): string {
  const [shortest, longest] = [describeRoughly(shortestMs), describeRoughly(longestMs)];
  if (shortest === longest) return longest;
  const isSameUnit = /^\d+ \S+$/.test(longest) && shortest.split(' ')[1] === longest.split(' ')[1];
  return `${isSameUnit ? shortest.split(' ')[0] : shortest} to ${longest}`;
}

/** `the last 3 took 11 to 13 min` */
export function describeHistory({ count, shortestMs, longestMs }: History): string {
  const which = count === 1 ? 'the last one' : `the last ${count}`;
  return `${which} took ${describeRange(shortestMs, longestMs)}`;
}

/** `about 12 min left (the last 3 took 11 to 13 min)` */
export function describeEstimate(estimate: Estimate, withHistory: boolean): string {
  const { leftMs } = estimate;
  const end = leftMs === undefined ? 'longer than usual' : `about ${describeRoughly(leftMs)} left`;
  return withHistory ? `${end} (${describeHistory(estimate)})` : end;
}
