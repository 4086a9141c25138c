import type { Dispatcher, Timeouts } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Environment } from '../task/inputs/environment.ts';
import type { CommandLog, Output } from './log.ts';

/** What a command takes from its surroundings. */
export interface CommandContext {
  /** After the program's own name. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, where a secret comes that way. */
  readonly readStdin: () => string;
  readonly clock: Clock;
  /** When the command began, on the clock's monotonic scale. */
  readonly startMs: number;
  readonly random: () => number;
  readonly version: string;
  /** Asks the user at a terminal; absent where there is none. */
  readonly ask?: (question: string) => Promise<string>;
  /** Begins to listen for the signals that end it. */
  readonly listenForCancel: (log: CommandLog) => AbortSignal;
  /** Default: the library's. */
  readonly timeouts?: Partial<Timeouts>;
  /** Default: the client's own connections. */
  readonly dispatcher?: Dispatcher;
}
