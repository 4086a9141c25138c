import { orAbort } from './or-abort.ts';

interface Work<Value> {
  readonly result: Promise<Value>;
  readonly end: AbortController;
  callers: number;
}

/**
 * What several callers need at once is done once. Each gives up for itself when its signal aborts,
 * with the signal's reason; the work ends early only when the last of them has.
 */
export function shareWork<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
): (signal: AbortSignal) => Promise<Value> {
  let current: Work<Value> | undefined;

  function begin(): Work<Value> {
    const end = new AbortController();
    return { result: work(end.signal), end, callers: 0 };
  }

  return async (signal) => {
    signal.throwIfAborted();
    current ??= begin();
    const mine = current;
    mine.callers += 1;
    const forget = () => {
      if (current === mine) current = undefined;
    };
    try {
      // Over for all at the same moment: who comes after that begins anew.
      return await orAbort(mine.result.finally(forget), signal);
    } finally {
      mine.callers -= 1;
      if (mine.callers === 0) {
        forget();
        mine.end.abort(signal.reason);
      }
    }
  };
}
