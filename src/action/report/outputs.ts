import { setOutput } from '@actions/core';
import { BackupError } from '../../errors/backup-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { describeError } from './errors.ts';
import {
  findStatus,
  type Location,
  type StepReport,
  type StepState,
  type TargetResult,
  worstStatus,
} from './report.ts';

/** What every backup's outputs are called in action.yml, and where their values come from. */
export const outputs: Readonly<
  Record<string, (result: TargetResult, location: Location) => unknown>
> = {
  backup_id: ({ backup }) => backup?.id,
  job_id: ({ backup }) => backup?.jobId,
  status: findStatus,
  name: ({ backup, order }) => backup?.name ?? order.name,
  created: ({ backup }) => backup?.created,
  instance_id: ({ order }) => order.instanceId,
  project_id: (_, { projectId }) => projectId,
  region: (_, { region }) => region,
  begin_time: ({ backup }) => backup?.beginTime,
  end_time: ({ backup }) => backup?.endTime,
  size_mb: ({ backup }) => backup?.sizeMb,
};

/** One entry of the output `backups`; what is unknown is null. */
function toEntry(result: TargetResult, location: Location) {
  const { order, instanceName, restore, error } = result;
  const values = Object.entries(outputs).map(([name, read]) => [
    name,
    read(result, location) ?? null,
  ]);
  return {
    service: order.service,
    ...Object.fromEntries(values),
    instance_name: instanceName ?? null,
    restore: restore?.request ?? null,
    error: error === undefined ? null : describeError(error).message,
  };
}

type Named = readonly [name: string, value: unknown];

/** Those of the first database; none, while nothing is known of any backup. */
function listSingle({ results, location }: StepState): readonly Named[] {
  const [first] = results;
  if (first === undefined || !results.some(({ backup }) => backup !== undefined)) return [];
  return Object.entries(outputs).map(([name, read]) => [
    name,
    name === 'status' && results.length > 1 ? worstStatus(results) : read(first, location),
  ]);
}

/** In characters. What a job passes on is limited, and steps read it from their environment. */
const LONGEST_BACKUPS = 300_000;

/** The output `backups`; where it would be too long, without the requests. */
function printBackups({ results, location }: StepState) {
  const entries = results.map((result) => toEntry(result, location));
  const text = JSON.stringify(entries);
  const hasRequest = entries.some(({ restore }) => restore !== null);
  if (text.length <= LONGEST_BACKUPS || !hasRequest) return { text, isShortened: false };
  const shortened = entries.map((entry) => ({ ...entry, restore: null }));
  return { text: JSON.stringify(shortened), isShortened: true };
}

const listDeleted = ({ deletedIds, results }: StepState): readonly Named[] =>
  deletedIds && results.length > 0 ? [['deleted_backup_ids', JSON.stringify(deletedIds)]] : [];

function explainUnwritten(cause: unknown, { results }: StepState): BackupError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const backups = results.flatMap(({ backup }) => backup ?? []);
  const list = backups.map(({ id, name }) => `${id} (${name})`).join(', ');
  return new BackupError(
    `The outputs of this step could not be written: ${why}${list && ` In the cloud all the same: ${list}.`}`,
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
 * its turn, and all else is written when it changes. @throws BackupError with the backup's id
 */
export interface OutputWriter {
  /** The cloud has accepted one more. */
  noteAccepted(): void;
  /** One more has come to its end. */
  noteEnded(): void;
  /** Everything, as it is in the end. */
  finish(): void;
}

interface OutputSources {
  readonly report: Pick<StepReport, 'state'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
  /** Whoever ends the step may soon end the process too. */
  readonly signal: AbortSignal;
}

const LIST_EVERY_MS = 5_000;
/** So many times, at most, endings alone have the list written. */
const ENDINGS_TOLD = 4;

// Written out: to load what formats a number takes 5 MB.
const SHORTENED =
  'The output backups has no requests that restore (restore is null): with them it would be longer than 300,000 characters.';

export function openOutputs({ report, clock, log, signal }: OutputSources): OutputWriter {
  const written = new Map<string, string>();
  let listedMs = Number.NEGATIVE_INFINITY;
  let isStale = false;
  let isPlanned = false;
  let endedCount = 0;
  let endedWhenListed = 0;
  let isShortenedTold = false;

  /** An output that is unknown is written empty. */
  function write(values: readonly Named[]) {
    for (const [name, value] of values) {
      const text = String(value ?? '');
      if (written.get(name) === text) continue;
      setOutput(name, text);
      written.set(name, text);
    }
  }

  function listBackups(state: StepState): readonly Named[] {
    if (state.results.length === 0) return [];
    const { text, isShortened } = printBackups(state);
    if (isShortened && !isShortenedTold) log.info(SHORTENED);
    isShortenedTold ||= isShortened;
    return [['backups', text]];
  }

  function writeAll() {
    const { state } = report;
    write([...listSingle(state), ...listBackups(state), ...listDeleted(state)]);
    isStale = false;
    listedMs = clock.monotonicMs();
    endedWhenListed = endedCount;
  }

  /** Where nobody could catch an error: the end tries again, and tells it. */
  function attempt(act: () => void) {
    try {
      act();
    } catch {
      isStale = true;
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

  function explain(act: () => void) {
    try {
      act();
    } catch (cause) {
      throw explainUnwritten(cause, report.state);
    }
  }

  signal.addEventListener('abort', writeIfStale, { once: true });
  return {
    noteAccepted: () =>
      explain(() => {
        isStale = true;
        write(listSingle(report.state));
        planList();
      }),
    noteEnded() {
      const { length } = report.state.results;
      endedCount += 1;
      isStale = true;
      const isDue = (endedCount - endedWhenListed) * ENDINGS_TOLD >= length;
      if (isDue || endedCount === length) attempt(planList);
    },
    finish: () => explain(writeAll),
  };
}
