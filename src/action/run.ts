import { BackupClient } from '../client.ts';
import { dryRun } from './dry-run.ts';
import { type ActionInputs, parseInputs, readInputs, wantsSummary } from './inputs/parse-inputs.ts';
import { checkReuse } from './orders.ts';
import { describeProxy, describeTrust, readProxySettings } from './proxy.ts';
import { describeError, type ErrorText } from './report/errors.ts';
import { type OutputWriter, openOutputs } from './report/outputs.ts';
import { type Notebook, openNotebook } from './report/report.ts';
import { writeSummary } from './report/summary.ts';
import type { Surroundings } from './step.ts';
import { takeBackups } from './take-backups.ts';

interface Told {
  readonly notebook: Notebook;
  readonly outputs: OutputWriter;
}

async function takeStep(inputs: ActionInputs, around: Surroundings, told: Told) {
  const { clock, startMs, random, log, env, timeouts, dispatcher, readContext } = around;
  const proxy = readProxySettings(env);
  log.debug(describeProxy(proxy));
  log.debug(describeTrust(env));
  await checkReuse({ inputs, readContext });
  const own = { proxy, clock, random, log, timeouts, dispatcher };
  const client = new BackupClient({ ...inputs.client, ...own });
  const findLeftMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  const step = { inputs, around, client, ...told, findLeftMs };
  try {
    await (inputs.dryRun ? dryRun(step) : takeBackups(step));
  } finally {
    await client.close();
  }
}

/** The whole step: inputs, backups, outputs, summary. Throws what made it fail. */
export async function run(around: Surroundings): Promise<void> {
  const raw = readInputs(around.env);
  const notebook = openNotebook();
  const outputs = openOutputs({ notebook, clock: around.clock, signal: around.signal });
  const finish = async (error: ErrorText | undefined) => {
    outputs.finish();
    if (wantsSummary(raw)) await writeSummary(notebook.report, error, around.log);
  };
  try {
    await takeStep(parseInputs(raw), around, { notebook, outputs });
  } catch (error) {
    // What went wrong first is what counts, whatever else can't be written now.
    await finish(describeError(error)).catch((second: unknown) =>
      around.log.warning(`The end could not be written: ${String(second)}`),
    );
    throw error;
  }
  await finish(undefined);
}
