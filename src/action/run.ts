import { BackupClient } from '../client.ts';
import { dryRun } from './dry-run.ts';
import { type ActionInputs, parseInputs, readInputs, wantsSummary } from './inputs/parse-inputs.ts';
import { checkReuse } from './orders.ts';
import { describeProxy, describeTrust, readProxySettings } from './proxy.ts';
import { describeError, type ErrorText } from './report/errors.ts';
import { type OutputWriter, openOutputs } from './report/outputs.ts';
import { openReport, type StepReport } from './report/report.ts';
import { writeSummary } from './report/summary.ts';
import type { StepContext } from './step.ts';
import { takeBackups } from './take-backups.ts';

interface Told {
  readonly report: StepReport;
  readonly outputs: OutputWriter;
}

async function takeStep(inputs: ActionInputs, context: StepContext, told: Told) {
  const { clock, startMs, random, log, env, timeouts, dispatcher, readRunContext } = context;
  const proxy = readProxySettings(env);
  log.debug(describeProxy(proxy));
  log.debug(describeTrust(env));
  await checkReuse({ inputs, readRunContext });
  const own = { proxy, clock, random, log, timeouts, dispatcher };
  const client = new BackupClient({ ...inputs.client, ...own });
  const remainingMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  const step = { inputs, context, client, ...told, remainingMs };
  try {
    await (inputs.dryRun ? dryRun(step) : takeBackups(step));
  } finally {
    await client.close();
  }
}

/** The whole step: inputs, backups, outputs, summary. Throws what made it fail. */
export async function run(context: StepContext): Promise<void> {
  const raw = readInputs(context.env);
  const report = openReport();
  const outputs = openOutputs({ report, clock: context.clock, signal: context.signal });
  const finish = async (error: ErrorText | undefined) => {
    outputs.finish();
    if (wantsSummary(raw)) await writeSummary(report.state, error, context.log);
  };
  try {
    await takeStep(parseInputs(raw), context, { report, outputs });
  } catch (error) {
    // What went wrong first is what counts, whatever else can't be written now.
    await finish(describeError(error)).catch((second: unknown) =>
      context.log.warning(`The end could not be written: ${String(second)}`),
    );
    throw error;
  }
  await finish(undefined);
}
