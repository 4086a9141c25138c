import { summary } from '@actions/core';
import type { Log } from '../log.ts';
import { buildSummary, type SummaryFacts } from './summary-text.ts';

/** Best effort: a summary that can't be written is a warning, never a failed backup. */
export async function writeSummary(facts: SummaryFacts, log: Log): Promise<void> {
  try {
    await summary.addRaw(buildSummary(facts)).write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.warning(`The job summary could not be written: ${why}`);
  }
}
