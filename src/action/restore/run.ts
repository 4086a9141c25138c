import { describeError, type ErrorText } from '../../task/report/errors.ts';
import { parseRestore } from '../../task/restore/restore-inputs.ts';
import { openRestoreReport } from '../../task/restore/restore-report.ts';
import { toRestoreWords } from '../../task/restore/restore-words.ts';
import { runRestore } from '../../task/restore/run-restore.ts';
import type { TaskContext } from '../../task/task.ts';
import { noSummaryFile, openSummaryFile } from '../report/summary-file.ts';
import { stepWords } from '../step-words.ts';
import { openRestoreOutputs } from './outputs.ts';
import { readRestore } from './read-restore.ts';
import { buildRestoreSummary } from './summary.ts';

/** As a workflow writes it. */
const writeName = (name: string, value?: string) =>
  value === undefined ? name : `${name}: ${value}`;

/** The whole step: inputs, one new instance, outputs, summary. Throws what made it fail. */
export async function runRestoreStep(context: TaskContext): Promise<void> {
  const { clock, log, env } = context;
  const words = toRestoreWords(stepWords, writeName);
  const parsed = parseRestore(readRestore(env, log), words);
  const report = openRestoreReport();
  const outputs = openRestoreOutputs(report, log);
  const build = (error: ErrorText | undefined) => buildRestoreSummary(report.state, error);
  const path = env['GITHUB_STEP_SUMMARY'];
  const summary = parsed.jobSummary ? openSummaryFile({ path, build, clock, log }) : noSummaryFile;
  const noteAccepted = () => {
    outputs.tryToWriteAll();
    summary.noteAccepted();
  };
  try {
    if ('error' in parsed) throw parsed.error;
    await runRestore({ inputs: parsed.inputs, context, report, noteAccepted });
    outputs.writeAll();
  } catch (error) {
    // What went wrong first is what counts, whatever else can't be written now.
    outputs.tryToWriteAll();
    summary.finish(describeError(error, words));
    throw error;
  }
  summary.finish(undefined);
}
