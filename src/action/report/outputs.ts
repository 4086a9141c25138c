import { types } from 'node:util';
import { setOutput } from '@actions/core';
import { BackupError } from '../../errors/backup-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { backupValues, toEntry } from '../../task/report/backup-values.ts';
import { type TaskReport, type TaskState, worstStatus } from '../../task/report/report.ts';
import { stepWords } from '../step-words.ts';

type Named = readonly [name: string, value: unknown];

/** Those of the first database; none, while nothing was ever known of any backup. */
function listSingle({ results, location }: TaskState, isAnyWritten: boolean): readonly Named[] {
  const [first] = results;
  const isAnyKnown = isAnyWritten || results.some(({ backup }) => backup !== undefined);
  if (first === undefined || !isAnyKnown) return [];
  return Object.entries(backupValues).map(([name, read]) => [
    name,
    name === 'status' && results.length > 1 ? worstStatus(results) : read(first, location),
  ]);
}

/**
 * Linux starts no process with a variable of more than 128 KiB, and steps read this output by one. The
 * rest is for the variable's name and a text of the caller's.
 */
const LIMIT_BYTES = 120 * 1024;

interface BackupsOutput {
  readonly text: string;
  /** Whether the requests that restore were left out. */
  readonly isShortened: boolean;
}

const isTooLong = ({ text }: Pick<BackupsOutput, 'text'>) => Buffer.byteLength(text) > LIMIT_BYTES;

/** The output `backups`; where it would be too long, without the requests. */
function printBackups({ results, location }: TaskState): BackupsOutput {
  const entries = results.map((result) => toEntry(result, location, stepWords));
  const text = JSON.stringify(entries);
  const hasRequest = entries.some(({ restore }) => restore !== null);
  if (!isTooLong({ text }) || !hasRequest) return { text, isShortened: false };
  const shortened = entries.map((entry) => ({ ...entry, restore: null }));
  return { text: JSON.stringify(shortened), isShortened: true };
}

// Written out: to load what formats a number takes 5 MB.
const SHORTENED =
  'The output backups has no requests that restore (restore is null): with them it would be longer than 120 KiB, and Linux passes no variable of more than 128 KiB to a step.';

/** What a reader of the output has to know; `undefined`: nothing. */
function describeLength(printed: BackupsOutput): string | undefined {
  if (!isTooLong(printed)) return printed.isShortened ? SHORTENED : undefined;
  return `The output backups is ${Math.ceil(Buffer.byteLength(printed.text) / 1024)} KiB long, also without requests that restore. Linux passes no variable of more than 128 KiB to a step, so one that reads it by env may not start: back up fewer databases in one step.`;
}

/** The same for the job summary. */
export const describeBackupsOutput = (state: TaskState): string | undefined =>
  describeLength(printBackups(state));

const listDeleted = ({ deletedIds, results }: TaskState): readonly Named[] =>
  deletedIds && results.length > 0 ? [['deleted_backup_ids', JSON.stringify(deletedIds)]] : [];

function explainUnwritten(cause: unknown, { results }: TaskState, file = ''): BackupError {
  const why = types.isNativeError(cause) ? cause.message : String(cause);
  const where = file === '' || why.includes(file) ? '' : ` to ${file}`;
  const backups = results.flatMap(({ backup }) => backup ?? []);
  const list = backups.map(({ id, name }) => `${id} (${name})`).join(', ');
  return new BackupError(
    `The outputs of this step could not be written${where}: ${why}.${list && ` In the cloud all the same: ${list}.`}`,
    {
      cause,
      // An error names the backup of one order: with several, which one it is about is not known.
      backup: backups.length === 1 ? backups[0] : undefined,
      hint: 'Later steps do not know it: check the runner’s disk.',
    },
  );
}

/**
 * Writes outputs while the step goes on, so that what was accepted is known whatever becomes of the
 * step. The runner's file only grows, and `backups` is as long as there are databases: it waits for
 * its turn, and all else is written when it changes. What can't be written on the way is a warning,
 * once, and is tried again.
 */
export interface OutputWriter {
  /** The cloud has accepted one more. */
  noteAccepted(): void;
  /** One more has come to its end. */
  noteEnded(): void;
  /** Everything, as it is now. @throws BackupError with the backups' ids */
  writeAll(): void;
  /** The same where the step fails anyway. */
  tryToWriteAll(): void;
}

interface OutputSources {
  readonly report: Pick<TaskReport, 'state'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warning'>;
  /** After a cancellation the process may soon end too. */
  readonly signal: AbortSignal;
  /** The runner's file of outputs, for messages. */
  readonly file?: string | undefined;
}

const LIST_EVERY_MS = 5_000;
/** Endings alone trigger at most this many writes of the list. */
const ENDINGS_TOLD = 4;

export function openOutputs(sources: OutputSources): OutputWriter {
  const { report, clock, log, signal, file } = sources;
  const written = new Map<string, string>();
  let listedMs = Number.NEGATIVE_INFINITY;
  let isStale = false;
  let isPlanned = false;
  let endedCount = 0;
  let endedWhenListed = 0;
  let isLengthTold = false;
  let isTroubleTold = false;

  /** An output that is unknown is written empty. */
  function write(values: readonly Named[]) {
    for (const [name, value] of values) {
      const text = String(value ?? '');
      if (written.get(name) === text) continue;
      setOutput(name, text);
      written.set(name, text);
    }
  }

  /** What was written of a backup that turned out to be another's does not stay. */
  const listOfFirst = (state: TaskState) => listSingle(state, written.has('backup_id'));

  function listBackups(state: TaskState): readonly Named[] {
    if (state.results.length === 0) return [];
    const printed = printBackups(state);
    const length = isLengthTold ? undefined : describeLength(printed);
    if (length !== undefined) {
      isLengthTold = true;
      if (isTooLong(printed)) log.warning(length);
      else log.info(length);
    }
    return [['backups', printed.text]];
  }

  function writeAll() {
    const { state } = report;
    write([...listOfFirst(state), ...listBackups(state), ...listDeleted(state)]);
    isStale = false;
    listedMs = clock.monotonicMs();
    endedWhenListed = endedCount;
    if (isTroubleTold) log.info('The outputs are written now.');
    isTroubleTold = false;
  }

  /** What fails here is tried again, in the end at the latest. */
  function attempt(act: () => void) {
    try {
      act();
    } catch (cause) {
      isStale = true;
      if (isTroubleTold) return;
      isTroubleTold = true;
      log.warning(explainUnwritten(cause, report.state, file).message);
    }
  }

  function writeIfStale() {
    isPlanned = false;
    if (isStale) attempt(writeAll);
  }

  function planList() {
    const leftMs = signal.aborted ? 0 : listedMs + LIST_EVERY_MS - clock.monotonicMs();
    if (leftMs <= 0) return writeAll();
    if (isPlanned) return;
    isPlanned = true;
    clock.signalAfter(leftMs).addEventListener('abort', writeIfStale, { once: true });
  }

  signal.addEventListener('abort', writeIfStale, { once: true });
  return {
    noteAccepted() {
      isStale = true;
      attempt(() => {
        write(listOfFirst(report.state));
        planList();
      });
    },
    noteEnded() {
      const { length } = report.state.results;
      endedCount += 1;
      isStale = true;
      const isDue = (endedCount - endedWhenListed) * ENDINGS_TOLD >= length;
      if (isDue || endedCount === length) attempt(planList);
    },
    writeAll() {
      try {
        writeAll();
      } catch (cause) {
        isTroubleTold = true;
        throw explainUnwritten(cause, report.state, file);
      }
    },
    tryToWriteAll: () => attempt(writeAll),
  };
}
