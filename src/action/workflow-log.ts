import {
  debug,
  endGroup,
  info,
  isDebug,
  notice,
  setFailed,
  setSecret,
  startGroup,
  warning,
} from '@actions/core';
import type { Environment } from '../task/inputs/environment.ts';
import type { TaskLog } from '../task/task.ts';

/**
 * Breaks whatever the runner would take for a command: the text may come from the cloud. A line
 * that starts with `::` is one, and so is `##[` anywhere in a line.
 */
export const disarm = (text: string): string =>
  text
    .replace(/\r/g, '')
    .replaceAll('##[', '# #[')
    .replace(/^((?:[^\S\n]|\u0085)*):(?=:)/gm, '$1: ');

/** What a step can write besides what the library does. */
export interface StepLog extends TaskLog {
  /** Whether debug lines show. */
  readonly isDebug: boolean;
  /** The annotation that fails the step. */
  fail(text: string): void;
}

/**
 * Whether the runner shows an annotation as it reads the line: act and Forgejo's runner print `%0A` for a
 * line break, and take `b::c` after a blank for the end of an unknown command. Gitea's server decodes both.
 */
const showsRawAnnotations = (env: Environment): boolean =>
  env['ACT'] === 'true' && (env['FORGEJO_ACTIONS'] === 'true' || env['GITEA_ACTIONS'] !== 'true');

/** The workflow log. Debug lines show when step debug logging is on. */
export function createWorkflowLog(env: Environment): StepLog {
  const isRaw = showsRawAnnotations(env);

  /** Of a raw one the first line is the annotation, and the others follow it as they are. */
  function annotate(write: (text: string) => void, text: string) {
    if (!isRaw) {
      write(disarm(text));
      return;
    }
    const [first = '', ...others] = disarm(text).split('\n');
    write(first.replaceAll('::', ': :'));
    for (const line of others) info(line);
  }

  return {
    get isDebug() {
      return isDebug();
    },
    debug: (text) => annotate(debug, text),
    info: (text) => info(disarm(text)),
    progress: (text) => info(disarm(text)),
    warning: (text) => annotate(warning, text),
    secret: (value) => setSecret(value),
    group(title, lines) {
      startGroup(disarm(title));
      for (const line of lines) info(disarm(line));
      endGroup();
    },
    notice: (title, text) => annotate((line) => notice(line, { title }), text),
    fail: (text) => annotate(setFailed, text),
  };
}
