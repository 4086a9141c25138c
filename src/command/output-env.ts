import { writeFileSync } from 'node:fs';
import { types } from 'node:util';
import { BackupError } from '../errors/backup-error.ts';
import type { Problem } from '../errors/request-errors.ts';
import { backupValues } from '../task/report/backup-values.ts';
import { type TaskReport, type TaskState, worstStatus } from '../task/report/report.ts';
import type { ResultFiles } from '../task/task.ts';
import type { CommandLog } from './log.ts';

/** What GitLab calls a dotenv report, and every shell a file of variables. */
const VARIABLES = {
  BACKUP_ID: 'backup_id',
  BACKUP_STATUS: 'status',
  BACKUP_NAME: 'name',
  JOB_ID: 'job_id',
  INSTANCE_ID: 'instance_id',
} as const;

/**
 * What a GitLab server of one's own takes, if its administrator has not raised it; GitLab.com takes 50
 * and more. https://docs.gitlab.com/administration/instance_limits/#limit-dotenv-variables
 */
const MOST_VARIABLES = 20;

const countVariables = (databases: number): number =>
  databases > 1 ? databases * Object.keys(VARIABLES).length + 1 : Object.keys(VARIABLES).length;

/** What is wrong with asking for such a file for so many databases; `undefined`: nothing. */
export function findTooMany(databases: number): Problem | undefined {
  const count = countVariables(databases);
  if (count <= MOST_VARIABLES) return undefined;
  const problem = `would get ${count} variables for ${databases} databases, and GitLab takes ${MOST_VARIABLES}: read --json instead, or back up fewer at once`;
  return { input: '--output-env', problem };
}

/** GitLab takes one line a variable, and neither quotes nor blanks in it. */
const FITTING = /^[\x21-\x7e]*$/;

/** @throws Error where a value does not fit into a line */
function toLine(name: string, value: unknown): string {
  const text = String(value ?? '');
  if (!FITTING.test(text)) throw new Error(`${name} does not fit into a line of such a file`);
  return `${name}=${text}\n`;
}

/** The variables of one database as they are, and of several numbered, after the worst status. */
export function printVariables({ results, location }: TaskState): string {
  const isAnyKnown = results.some(
    ({ backup, error }) => backup !== undefined || error !== undefined,
  );
  if (!isAnyKnown) return '';
  const suffix = (at: number) => (results.length > 1 ? `_${at + 1}` : '');
  const head = results.length > 1 ? [toLine('BACKUP_STATUS', worstStatus(results))] : [];
  const lines = results.flatMap((result, at) =>
    Object.entries(VARIABLES).map(([name, value]) =>
      toLine(`${name}${suffix(at)}`, backupValues[value]?.(result, location)),
    ),
  );
  return [...head, ...lines].join('');
}

const whyOf = (error: unknown) => (types.isNativeError(error) ? error.message : String(error));

/** Empties the file, so that nothing of an earlier run is taken for this one's. */
export function emptyOutputEnv(file: string): Problem | undefined {
  try {
    writeFileSync(file, '');
    return undefined;
  } catch (error) {
    return { input: '--output-env', problem: `can’t be written: ${whyOf(error)}` };
  }
}

/** Whether what the cloud has accepted may have gone unwritten. */
export interface OutputEnv extends ResultFiles {
  readonly isIncomplete: boolean;
}

interface OutputEnvSources {
  readonly file: string | undefined;
  readonly report: Pick<TaskReport, 'state'>;
  readonly log: Pick<CommandLog, 'warning'>;
}

/** Writes the file whenever something changes; without one it does nothing. */
export function openOutputEnv({ file, report, log }: OutputEnvSources): OutputEnv {
  let isIncomplete = false;

  function write() {
    if (file === undefined) return;
    try {
      writeFileSync(file, printVariables(report.state));
      isIncomplete = false;
    } catch (cause) {
      isIncomplete = true;
      const ids = report.state.results.flatMap(({ backup }) => backup?.id ?? []).join(', ');
      throw new BackupError(
        `The variables could not be written to ${file}: ${whyOf(cause)}.${ids && ` In the cloud all the same: ${ids}.`}`,
        {
          cause,
          hint: 'Later jobs do not know it: check the disk, and the path after --output-env.',
        },
      );
    }
  }

  /** What fails on the way is tried again, in the end at the latest. */
  function attempt() {
    try {
      write();
    } catch (error) {
      log.warning(whyOf(error));
    }
  }

  return {
    get isIncomplete() {
      return isIncomplete;
    },
    noteAccepted: attempt,
    noteEnded: attempt,
    writeAll: write,
  };
}
