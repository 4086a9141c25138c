import type { Progress } from '../../backup/wait/progress-report.ts';
import type { Backup } from '../../model.ts';
import { formatDuration } from '../../runtime/text.ts';
import { describeEstimate } from './estimate-text.ts';

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
export function describeEnd(backup: Backup): string {
  const size = backup.sizeMb === undefined ? '' : `, ${backup.sizeMb} MB`;
  const partial = backup.partial ? ' (partial: only the databases asked for)' : '';
  return `Backup ${backup.id} is completed${size}${partial}. The restore point exists.`;
}

/** The last line about a backup that nobody waits for. */
export function describeUnwaited(backup: Backup): string {
  return backup.status === 'COMPLETED' && !backup.created
    ? describeEnd(backup)
    : 'Not waiting for it (wait: false): it is no restore point before it is completed.';
}
