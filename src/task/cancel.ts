import type { Log } from '../runtime/log.ts';
import type { Words } from './words.ts';

/** What a runner sends to end a process: SIGINT, then SIGTERM; Ctrl-Break on Windows. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** Aborts on the first signal; those that follow change nothing, the end is already under way. */
export function listenForCancel(
  source: NodeJS.EventEmitter,
  log: Pick<Log, 'info'>,
  { work }: Pick<Words, 'work'>,
): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    source.on(name, () => {
      if (controller.signal.aborted) return;
      log.info(`Received ${name}: ending this ${work}.`);
      controller.abort(new Error(`received ${name}`));
    });
  }
  return controller.signal;
}
