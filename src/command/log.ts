import { styleText } from 'node:util';
import type { Clock } from '../runtime/clock.ts';
import { Secrets } from '../runtime/secrets.ts';
import type { Environment } from '../task/inputs/environment.ts';
import type { TaskLog } from '../task/task.ts';

/** Where a command writes to. */
export interface Output {
  write(text: string): void;
  /** Whether a person reads it on a terminal. */
  readonly isTTY?: boolean | undefined;
  /** How many characters a line of the terminal takes. */
  readonly columns?: number | undefined;
}

/** What a command can write besides what the library does. */
export interface CommandLog extends TaskLog {
  /** Why it fails. */
  fail(text: string): void;
  /** A text without any secret that was given or received. */
  hide(text: string): string;
}

interface LogSources {
  readonly stderr: Output;
  readonly clock: Clock;
  readonly env: Environment;
  readonly isDebug: boolean;
}

/** Without a terminal a line about the progress comes this often at most. */
const EVERY_MS = 60_000;
const COLUMNS = 80;

/** Takes back what stands in the terminal's last line. */
const CLEAR = '\r\u001B[K';

/** No terminal is to be told anything but the text: it may come from the cloud. */
const withoutControls = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, ' ');

/**
 * The progress of a command, on standard error. On a terminal a line about the progress takes the place
 * of the one before. No runner hides anything here, so each text is searched for secrets first.
 */
export function createCommandLog({ stderr, clock, env, isDebug }: LogSources): CommandLog {
  const secrets = new Secrets();
  const isTerminal = stderr.isTTY === true && env['TERM'] !== 'dumb';
  const hasColor = isTerminal && !env['NO_COLOR'];
  let shownMs = Number.NEGATIVE_INFINITY;
  let isOpen = false;

  const clean = (text: string) => withoutControls(secrets.hide(text));
  const paint = (style: 'red' | 'yellow', text: string) =>
    hasColor ? styleText(style, text, { validateStream: false }) : text;

  function writeLine(head: string, text: string) {
    stderr.write(`${isOpen ? CLEAR : ''}${head}${clean(text)}\n`);
    isOpen = false;
  }

  function progress(text: string) {
    if (isTerminal) {
      const room = (stderr.columns ?? COLUMNS) - 1;
      stderr.write(`${CLEAR}${clean(text).slice(0, room)}`);
      isOpen = true;
      return;
    }
    const nowMs = clock.monotonicMs();
    if (nowMs - shownMs < EVERY_MS) return;
    shownMs = nowMs;
    writeLine('', text);
  }

  return {
    debug: (text) => {
      if (isDebug) writeLine('Debug: ', text);
    },
    info: (text) => writeLine('', text),
    progress,
    warning: (text) => writeLine(`${paint('yellow', 'Warning:')} `, text),
    secret: (value) => secrets.add(value),
    group(title, lines) {
      for (const line of [title, ...lines]) writeLine('', line);
    },
    notice: (title, text) => writeLine(`${title}: `, text),
    fail: (text) => writeLine(`${paint('red', 'Error:')} `, text),
    hide: (text) => secrets.hide(text),
  };
}
