import { summary } from '@actions/core';
import type { Log } from '../../runtime/log.ts';
import type { ErrorText } from './describe-error.ts';
import type { StepReport } from './step-report.ts';
import { buildSummary } from './summary-text.ts';

/** Best effort: a summary that can't be written is a warning, never a failed backup. */
export async function writeSummary(
  report: StepReport,
  error: ErrorText | undefined,
  log: Log,
): Promise<void> {
  try {
    await summary.addRaw(buildSummary(report, error)).write();
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    log.warning(`The job summary could not be written: ${why}`);
  }
}
