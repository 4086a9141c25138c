import { BackupClient } from '../client.ts';
import { describeMarker } from '../task/backup-name.ts';
import { dryRun } from '../task/dry-run.ts';
import { parseInputs, readInputs } from '../task/inputs/parse-inputs.ts';
import { checkReuse } from '../task/orders.ts';
import { describeProxy, describeTrust, readProxySettings } from '../task/proxy.ts';
import { describeError } from '../task/report/errors.ts';
import { openReport } from '../task/report/report.ts';
import { takeBackups } from '../task/take-backups.ts';
import type { Step, StepContext } from '../task/task.ts';
import { openOutputs } from './report/outputs.ts';
import { noSummaryFile, openSummaryFile } from './report/summary-file.ts';

async function takeStep(begun: Omit<Step, 'client' | 'remainingMs'>) {
  const { inputs, context } = begun;
  const { clock, startMs, random, log, env, timeouts, dispatcher, readRunContext } = context;
  const proxy = readProxySettings(env, inputs.client);
  log.debug(describeProxy(proxy));
  log.debug(describeTrust(env));
  await checkReuse({ inputs, readRunContext });
  if (inputs.retention !== undefined) {
    const marker = describeMarker(await readRunContext());
    if (marker !== undefined) log.info(marker);
  }
  const own = { proxy, clock, random, log, timeouts, dispatcher };
  const client = new BackupClient({ ...inputs.client, ...own });
  const remainingMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  const step = { ...begun, client, remainingMs };
  try {
    await (inputs.dryRun ? dryRun(step) : takeBackups(step));
  } finally {
    await client.close();
  }
}

/** The whole step: inputs, backups, outputs, summary. Throws what made it fail. */
export async function run(context: StepContext): Promise<void> {
  const { clock, log, signal, env } = context;
  const parsed = parseInputs(readInputs(env));
  const report = openReport();
  const { GITHUB_OUTPUT: file, GITHUB_STEP_SUMMARY: path } = env;
  const outputs = openOutputs({ report, clock, log, signal, file });
  const summary = parsed.jobSummary ? openSummaryFile({ path, report, clock, log }) : noSummaryFile;
  try {
    if ('error' in parsed) throw parsed.error;
    await takeStep({ inputs: parsed.inputs, context, report, outputs, summary });
    outputs.writeAll();
  } catch (error) {
    // What went wrong first is what counts, whatever else can't be written now.
    outputs.tryToWriteAll();
    summary.finish(describeError(error));
    throw error;
  }
  summary.finish(undefined);
}
