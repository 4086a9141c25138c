import type { Task } from '../../task/task.ts';
import type { CommandOption } from '../options.ts';

/** What a subcommand prints on standard output. */
export interface Printed {
  /** A short table; empty: nothing is known. */
  readonly table: string;
  /** With `--json`, in its place. */
  readonly json: unknown;
}

/** One thing that the command does. */
export interface Subcommand {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** Whether what it makes is to be written down. */
  readonly makesBackups: boolean;
  /** @throws BackupError */
  run(task: Task): Promise<void>;
  /** What is to be printed of what is known by now; `undefined`: nothing. */
  print(task: Pick<Task, 'report' | 'context'>): Printed | undefined;
}
