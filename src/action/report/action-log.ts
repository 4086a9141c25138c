import { debug, info, setSecret, warning } from '@actions/core';
import type { Log } from '../../runtime/log.ts';

/**
 * Breaks whatever the runner would take for a command: the text may come from the cloud. A line
 * that starts with `::` is one, and so is `##[` anywhere in a line.
 */
export const disarm = (text: string): string =>
  text
    .replace(/\r/g, '')
    .replaceAll('##[', '# #[')
    .replace(/^((?:[^\S\n]|\u0085)*):(?=:)/gm, '$1: ');

/** The workflow log. Debug lines show when step debug logging is on. */
export const actionLog: Log = {
  debug: (text) => debug(disarm(text)),
  info: (text) => info(disarm(text)),
  warning: (text) => warning(disarm(text)),
  secret: (value) => setSecret(value),
};
