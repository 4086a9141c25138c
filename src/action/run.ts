import { dryRun } from '../task/dry-run.ts';
import { parseInputs } from '../task/inputs/parse-inputs.ts';
import { describeError, type ErrorText } from '../task/report/errors.ts';
import { openReport } from '../task/report/report.ts';
import { runTask } from '../task/run-task.ts';
import { takeBackups } from '../task/take-backups.ts';
import type { ResultFiles, TaskContext } from '../task/task.ts';
import { readInputs } from './read-inputs.ts';
import { openOutputs } from './report/outputs.ts';
import { buildSummary } from './report/summary.ts';
import { noSummaryFile, openSummaryFile } from './report/summary-file.ts';
import { stepWords } from './step-words.ts';

/** The whole step: inputs, backups, outputs, summary. Throws what made it fail. */
export async function run(context: TaskContext): Promise<void> {
  const { clock, log, signal, env } = context;
  const parsed = parseInputs(readInputs(env, log), stepWords);
  const report = openReport();
  const { GITHUB_OUTPUT: file, GITHUB_STEP_SUMMARY: path } = env;
  const outputs = openOutputs({ report, clock, log, signal, file });
  const build = (error: ErrorText | undefined) => buildSummary(report.state, error);
  const summary = parsed.jobSummary ? openSummaryFile({ path, build, clock, log }) : noSummaryFile;
  const results: ResultFiles = {
    noteAccepted() {
      outputs.noteAccepted();
      summary.noteAccepted();
    },
    noteEnded: () => outputs.noteEnded(),
    writeAll: () => outputs.writeAll(),
  };
  try {
    if ('error' in parsed) throw parsed.error;
    const { inputs } = parsed;
    await runTask({ inputs, context, report, results }, inputs.dryRun ? dryRun : takeBackups);
    outputs.writeAll();
  } catch (error) {
    // What went wrong first is what counts, whatever else can't be written now.
    outputs.tryToWriteAll();
    summary.finish(describeError(error, stepWords));
    throw error;
  }
  summary.finish(undefined);
}
