import type { Backup } from '../backup/backup.ts';
import type { Progress } from '../backup/progress-report.ts';
import { BackupClient } from '../client.ts';
import type { Clock } from '../clock.ts';
import { BackupDeletingError } from '../errors/backup-deleting-error.ts';
import { BackupError } from '../errors/backup-error.ts';
import { BackupFailedError } from '../errors/backup-failed-error.ts';
import { CancelledError } from '../errors/cancelled-error.ts';
import type { Timeouts } from '../http/transport.ts';
import type { Log } from '../log.ts';
import { getService } from '../services/index.ts';
import { completeOrder } from './complete-order.ts';
import { describeError, type ErrorText } from './describe-error.ts';
import type { Environment } from './environment-inputs.ts';
import { type Place, writeOutputs } from './outputs.ts';
import { type ActionInputs, parseInputs, wantsSummary } from './parse-inputs.ts';
import { describeEnd, describeProgress, describeUnwaited } from './progress-text.ts';
import { describeProxy, describeTrust, readProxySettings } from './proxy-settings.ts';
import { readInputs } from './read-inputs.ts';
import type { RunContext } from './run-context.ts';
import { warnOfTokenEnd } from './warn-of-token-end.ts';
import { writeSummary } from './write-summary.ts';

/** What the step takes from its surroundings. */
export interface Surroundings {
  readonly clock: Clock;
  /** When the step began, on the clock's monotonic scale. */
  readonly startMs: number;
  readonly random: () => number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly env: Environment;
  /** Default: the library's. */
  readonly timeouts?: Partial<Timeouts>;
  readContext(): Promise<RunContext>;
}

type Note = (backup: Backup, place: Place) => void;

/** Makes the backup and waits for it; `note` hears what is known of it as soon as it is known. */
async function makeBackup(inputs: ActionInputs, around: Surroundings, note: Note): Promise<void> {
  const { clock, startMs, random, log, signal, env, timeouts } = around;
  const proxy = readProxySettings(env);
  log.debug(describeProxy(proxy));
  log.debug(describeTrust(env));
  const order = await completeOrder(inputs, around.readContext, random);
  const client = new BackupClient({ ...inputs.client, proxy, clock, random, log, timeouts });
  const findLeftMs = () => Math.max(0, startMs + inputs.waitTimeoutMs - clock.monotonicMs());
  try {
    const { title } = getService(order.service);
    const where = inputs.client.region === undefined ? '' : ` in ${inputs.client.region}`;
    log.info(`Backing up ${title} instance ${order.instanceId}${where} as ${order.name}`);
    log.info(inputs.login);
    if (inputs.wait && inputs.hasFixedToken) {
      await warnOfTokenEnd({ client, clock, log, signal, leftMs: findLeftMs() });
    }
    const accepted = await client.createBackup(order, {
      signal,
      timeoutMs: findLeftMs(),
      busyTimeoutMs: inputs.busyTimeoutMs,
      reuseExisting: inputs.reuseExisting,
      hasUniqueName: inputs.order.name === undefined && !inputs.reuseExisting,
    });
    const place = { projectId: await client.findProjectId(), region: inputs.client.region };
    note(accepted, place);
    const job = accepted.jobId === undefined ? '' : `, job ${accepted.jobId}`;
    log.info(`${accepted.created ? 'Accepted' : 'Taken'}: backup ${accepted.id}${job}`);
    writeOutputs(accepted, place);
    if (signal.aborted) throw new CancelledError(accepted);
    if (!inputs.wait) {
      if (accepted.status === 'FAILED') throw new BackupFailedError(accepted, undefined);
      if (accepted.status === 'DELETING') throw new BackupDeletingError(accepted);
      log.info(describeUnwaited(accepted));
      return;
    }
    const onProgress = (progress: Progress) => {
      note(progress.backup, place);
      log.info(describeProgress(progress));
    };
    const options = { timeoutMs: findLeftMs(), signal, onProgress };
    const completed = await client.waitForBackup(accepted, options);
    note(completed, place);
    log.info(describeEnd(completed));
  } finally {
    await client.close();
  }
}

/** The whole step: inputs, backup, outputs, summary. Throws what made it fail. */
export async function run(around: Surroundings): Promise<void> {
  const raw = readInputs(around.env);
  let known: { backup: Backup; place: Place } | undefined;
  const note: Note = (backup, place) => {
    known = { backup, place };
  };
  const finish = async (error: ErrorText | undefined) => {
    if (known !== undefined) writeOutputs(known.backup, known.place);
    if (wantsSummary(raw)) await writeSummary({ ...known, error }, around.log);
  };
  try {
    const inputs = parseInputs(raw);
    await makeBackup(inputs, around, note);
  } catch (error) {
    if (error instanceof BackupError && error.backup && known) note(error.backup, known.place);
    // What went wrong first is what counts, whatever else can't be written now.
    await finish(describeError(error)).catch((second: unknown) =>
      around.log.warning(`The end could not be written: ${String(second)}`),
    );
    throw error;
  }
  await finish(undefined);
}
