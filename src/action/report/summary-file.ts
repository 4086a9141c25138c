import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { ErrorText } from '../../task/report/errors.ts';

/**
 * Writes the job summary while the step goes on: some runners end a cancelled step by SIGKILL, and then
 * the last one that was written is what stays. A file that can't be written never ends a step.
 */
export interface SummaryFile {
  /** The cloud has accepted one more backup: says so at once, or at most five seconds later. */
  noteAccepted(): void;
  /** The summary of the step's end, in place of the earlier one. */
  finish(error: ErrorText | undefined): void;
}

export interface SummarySources {
  /** The runner's file; `undefined` where the runner offers none. */
  readonly path: string | undefined;
  /** The text as of now; with an error the last one. */
  readonly build: (error: ErrorText | undefined) => string;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 5_000;

function sizeOf(path: string | undefined): number {
  if (path === undefined) return 0;
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Writes from `startBytes` on: what the job's earlier steps wrote into the same file stays. */
function replaceTail(path: string | undefined, startBytes: number, text: string): void {
  if (!path) throw new Error('the runner names no file for it in GITHUB_STEP_SUMMARY');
  const file = openSync(path, 'r+');
  try {
    const bytes = Buffer.from(text);
    writeSync(file, bytes, 0, bytes.length, startBytes);
    ftruncateSync(file, startBytes + bytes.length);
  } finally {
    closeSync(file);
  }
}

export function openSummaryFile({ path, build, clock, log }: SummarySources): SummaryFile {
  const startBytes = sizeOf(path);
  let writtenMs = Number.NEGATIVE_INFINITY;
  let isPlanned = false;
  let isOver = false;

  const write = (error: ErrorText | undefined) => replaceTail(path, startBytes, build(error));

  function writeOnTheWay() {
    isPlanned = false;
    if (isOver) return;
    writtenMs = clock.monotonicMs();
    try {
      write(undefined);
    } catch (error) {
      // The end tries again, and warns.
      log.debug(`The job summary could not be written yet: ${String(error)}`);
    }
  }

  return {
    noteAccepted() {
      const leftMs = writtenMs + EVERY_MS - clock.monotonicMs();
      if (leftMs <= 0) {
        writeOnTheWay();
      } else if (!isPlanned) {
        isPlanned = true;
        clock.signalAfter(leftMs).addEventListener('abort', writeOnTheWay, { once: true });
      }
    },
    finish(error) {
      isOver = true;
      try {
        write(error);
      } catch (reason) {
        const why = reason instanceof Error ? reason.message : String(reason);
        log.warning(`The job summary could not be written: ${why}`);
      }
    },
  };
}

/** For `job_summary: false`. */
export const noSummaryFile: SummaryFile = { noteAccepted() {}, finish() {} };
