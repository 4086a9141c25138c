import type { Clock } from './clock.ts';

/** The rests of one loop, which whatever it waits for can end. */
export interface Alarm {
  /** Rests for so long, or until it is woken; `Infinity`: until then. Woken since the last rest, it does not rest. */
  rest(ms: number): Promise<void>;
  wake(): void;
}

export function createAlarm(clock: Clock): Alarm {
  let isWoken = false;
  let end: (() => void) | undefined;

  async function sleep(ms: number): Promise<void> {
    const woken = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    end = () => {
      resolve();
      woken.abort(null);
    };
    if (ms === Number.POSITIVE_INFINITY) return await promise;
    try {
      // A rest of less than a millisecond would never end.
      await clock.sleep(Math.ceil(ms), woken.signal);
    } catch (error) {
      if (!woken.signal.aborted) throw error;
    }
  }

  return {
    async rest(ms) {
      if (!isWoken && ms > 0) await sleep(ms);
      end = undefined;
      isWoken = false;
    },
    wake() {
      isWoken = true;
      end?.();
    },
  };
}
