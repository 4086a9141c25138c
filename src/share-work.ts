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

/** What is worked out once for each key, and known from then on; a failure is not. */
export interface Memory<Value> {
  recall(
    key: string,
    work: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value>;
}

export function createMemory<Value>(): Memory<Value> {
  const known = new Map<string, { readonly value: Value }>();
  const underWay = new Map<string, (signal: AbortSignal) => Promise<Value>>();
  return {
    async recall(key, work, signal) {
      const kept = known.get(key);
      if (kept !== undefined) return kept.value;
      const share = underWay.get(key) ?? shareWork(work);
      underWay.set(key, share);
      const value = await share(signal);
      known.set(key, { value });
      underWay.delete(key);
      return value;
    },
  };
}
