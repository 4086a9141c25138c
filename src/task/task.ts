import type { Dispatcher, Timeouts } from '../http/transport.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { TaskClient } from '../task-client.ts';
import type { Environment } from './inputs/environment.ts';
import type { TaskInputs } from './inputs/parse-inputs.ts';
import type { Origin } from './origin.ts';
import type { TaskReport } from './report/report.ts';
import type { Words } from './words.ts';

/** One run of a step or of a command, as all its parts share it. */
export interface Task {
  readonly inputs: TaskInputs;
  readonly context: TaskContext;
  readonly client: TaskClient;
  readonly report: TaskReport;
  readonly results: ResultFiles;
  /** Milliseconds until the task has to be over. */
  remainingMs(): number;
}

/** What a task takes from its surroundings. */
export interface TaskContext {
  readonly clock: Clock;
  /** When the task began, on the clock's monotonic scale. */
  readonly startMs: number;
  readonly random: () => number;
  readonly log: TaskLog;
  readonly signal: AbortSignal;
  readonly env: Environment;
  /** Default: the library's. */
  readonly timeouts?: Partial<Timeouts>;
  /** Default: the client's own connections. */
  readonly dispatcher?: Dispatcher;
  readonly words: Words;
  readOrigin(): Promise<Origin>;
}

/** What a task can write besides what the library does. */
export interface TaskLog extends Log {
  /** How far the work has come; the next such line says all that this one does. */
  progress(text: string): void;
  /** Lines that the reader can fold away under the first. */
  group(title: string, lines: readonly string[]): void;
  /** A line to be seen that is neither a fault nor a doubt. */
  notice(title: string, text: string): void;
}

/** The files that get the results while the task goes on: what the cloud has accepted is known whatever follows. */
export interface ResultFiles {
  /** The cloud has accepted one more backup. */
  noteAccepted(): void;
  /** One more has come to its end. */
  noteEnded(): void;
  /** Everything, as it is now. @throws BackupError with the backups' ids */
  writeAll(): void;
}
