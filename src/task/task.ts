import type { RunContext } from '../action/github.ts';
import type { OutputWriter } from '../action/report/outputs.ts';
import type { SummaryFile } from '../action/report/summary-file.ts';
import type { StepLog } from '../action/workflow-log.ts';
import type { BackupClient } from '../client.ts';
import type { Dispatcher, Timeouts } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Environment } from './inputs/environment.ts';
import type { ActionInputs } from './inputs/parse-inputs.ts';
import type { StepReport } from './report/report.ts';

/** All that the parts of a step share. */
export interface Step {
  readonly inputs: ActionInputs;
  readonly context: StepContext;
  readonly client: BackupClient;
  readonly report: StepReport;
  readonly outputs: OutputWriter;
  readonly summary: SummaryFile;
  /** Milliseconds until the step has to be over. */
  remainingMs(): number;
}

/** What the step takes from its surroundings. */
export interface StepContext {
  readonly clock: Clock;
  /** When the step began, on the clock's monotonic scale. */
  readonly startMs: number;
  readonly random: () => number;
  readonly log: StepLog;
  readonly signal: AbortSignal;
  readonly env: Environment;
  /** Default: the library's. */
  readonly timeouts?: Partial<Timeouts>;
  /** Default: the client's own connections. */
  readonly dispatcher?: Dispatcher;
  readRunContext(): Promise<RunContext>;
}
