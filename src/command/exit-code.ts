import {
  BackupDeletingError,
  BackupError,
  BackupFailedError,
  BackupVanishedError,
} from '../errors/backup-error.ts';
import { InputError, UncertainCreateError } from '../errors/request-errors.ts';
import type { TargetResult } from '../task/report/report.ts';

/** How a command ends, for the shell that started it. */
export const EXIT_CODES = {
  /** Completed, or accepted with --no-wait. */
  done: 0,
  /** There is no restore point. */
  none: 1,
  /** Wrong usage: no backup was asked for. */
  usage: 2,
  /** A backup may exist. */
  uncertain: 3,
  /** Accepted, and not seen finished. */
  unfinished: 4,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** With several databases the first that applies counts. */
const WORST_FIRST = [EXIT_CODES.uncertain, EXIT_CODES.unfinished, EXIT_CODES.none] as const;

const isOver = (error: unknown): boolean =>
  error instanceof BackupFailedError ||
  error instanceof BackupDeletingError ||
  error instanceof BackupVanishedError;

/** Whether it is a fault of ours, which may have come up while a create was out. */
const isFault = (error: unknown): boolean => error !== undefined && !(error instanceof BackupError);

/** What has become of one database's backup. */
function judge({ backup, error }: TargetResult, ending: Ending): ExitCode {
  if (isFault(error)) return EXIT_CODES.uncertain;
  if (error instanceof UncertainCreateError) return EXIT_CODES.uncertain;
  if (backup === undefined) {
    return isFault(ending.error) ? EXIT_CODES.uncertain : EXIT_CODES.none;
  }
  if (isOver(error)) return EXIT_CODES.none;
  if (error !== undefined) return EXIT_CODES.unfinished;
  return backup.status === 'COMPLETED' || !ending.isWaited
    ? EXIT_CODES.done
    : EXIT_CODES.unfinished;
}

/** What is known when a command ends. */
export interface Ending {
  readonly results: readonly TargetResult[];
  /** What ended it; `undefined`: it came to its end. */
  readonly error: unknown;
  readonly isWaited: boolean;
  /** Whether what was accepted could not be written down. */
  readonly isUnwritten: boolean;
}

export function findExitCode(ending: Ending): ExitCode {
  const { results, error, isUnwritten } = ending;
  const isAnyAccepted = results.some(({ backup }) => backup !== undefined);
  if (error instanceof InputError && !isAnyAccepted) return EXIT_CODES.usage;
  if (isUnwritten && isAnyAccepted) return EXIT_CODES.uncertain;
  if (results.length === 0) return error === undefined ? EXIT_CODES.done : EXIT_CODES.none;
  const codes = results.map((result) => judge(result, ending));
  const worst = WORST_FIRST.find((code) => codes.includes(code));
  if (worst !== undefined) return worst;
  return error === undefined ? EXIT_CODES.done : EXIT_CODES.uncertain;
}
