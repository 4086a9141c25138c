import { setImmediate } from 'node:timers/promises';
import { abortable, InterruptedError, splitInterruption } from './abort.ts';

interface Work<Value> {
  readonly result: Promise<Value>;
  readonly end: AbortController;
  callers: number;
}

/** What the work had met when it ended early, told to a caller whose own signal has aborted. */
async function endOf({ result, end }: Work<unknown>, { reason }: AbortSignal): Promise<unknown> {
  try {
    await result;
    return reason;
  } catch (error) {
    const interruption = splitInterruption(error);
    // The work knows one reason only: that of the last who gave up.
    return interruption.reason === end.signal.reason
      ? InterruptedError.explain(reason, interruption.trouble)
      : error;
  }
}

/**
 * What several callers need at once is done once. Each gives up for itself when its signal aborts,
 * with the signal's reason; the work ends early only when the last of them has.
 */
export function singleFlight<Value>(
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
    const leave = () => {
      mine.callers -= 1;
      if (mine.callers > 0) return;
      forget();
      mine.end.abort(signal.reason);
    };
    try {
      // Over for all at the same moment: who comes after that begins anew.
      return await abortable(mine.result.finally(forget), signal).finally(leave);
    } catch (error) {
      if (!signal.aborted || error !== signal.reason || mine.callers > 0) throw error;
      // Whoever ends the work hears what it had met by then.
      throw await Promise.race([endOf(mine, signal), setImmediate(error)]);
    }
  };
}
