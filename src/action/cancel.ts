import type { Log } from '../runtime/log.ts';

/** What a runner sends to end a step: SIGINT, then SIGTERM; Ctrl-Break on Windows. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** Aborts on the first signal; those that follow change nothing, the end is already under way. */
export function listenForCancel(process: NodeJS.EventEmitter, log: Log): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) return;
      log.info(`Received ${name}: ending this step.`);
      controller.abort(new Error(`received ${name}`));
    });
  }
  return controller.signal;
}
