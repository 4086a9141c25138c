import type { Timeouts } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Environment } from './inputs/environment-inputs.ts';
import type { RunContext } from './run-context.ts';

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
