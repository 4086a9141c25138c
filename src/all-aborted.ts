/** Aborts when every one of the signals has, with the last one's reason; listens to none once it is over. */
export function allAborted(signals: readonly AbortSignal[], over: AbortSignal): AbortSignal {
  const controller = new AbortController();
  let left = signals.length;
  for (const signal of signals) {
    const leave = () => {
      left -= 1;
      if (left === 0) controller.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true, signal: over });
  }
  return controller.signal;
}
