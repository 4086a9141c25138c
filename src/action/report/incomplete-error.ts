import { BackupError } from '../../errors/backup-error.ts';
import { describeError } from './describe-error.ts';
import type { TargetResult } from './step-report.ts';

/** Several databases were to be backed up, and not all of them are. */
export class IncompleteError extends BackupError {
  override readonly name = 'IncompleteError';

  constructor(results: readonly TargetResult[], isWaited: boolean) {
    const lost = results.filter(({ error }) => error !== undefined);
    const lines = lost.map(({ order, error }) => {
      const { message, hint } = describeError(error);
      return `${order.service} ${order.instanceId}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
    });
    const have = lost.length === 1 ? 'has' : 'have';
    const what = isWaited ? 'completed' : 'accepted';
    super(
      `${lost.length} of ${results.length} databases ${have} no ${what} backup.\n${lines.join('\n')}`,
      { cause: lost[0]?.error },
    );
  }
}
