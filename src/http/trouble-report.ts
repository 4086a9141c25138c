import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** Tells trouble that may pass: one warning when it begins, then a line a minute at most. */
export interface TroubleReport {
  /** `about` tells one trouble from another: the host that makes it. */
  tell(about: string, text: string): void;
  /** It is over; said only of trouble that lasted. */
  end(about: string): void;
}

interface Trouble {
  toldMs: number;
  times: number;
}

const EVERY_MS = 60_000;

export function createTroubleReport(clock: Clock, log: Log): TroubleReport {
  const troubles = new Map<string, Trouble>();
  return {
    tell(about, text) {
      const nowMs = clock.monotonicMs();
      const known = troubles.get(about);
      if (known === undefined) {
        log.warning(text);
        troubles.set(about, { toldMs: nowMs, times: 1 });
        return;
      }
      known.times += 1;
      if (nowMs - known.toldMs < EVERY_MS) return log.debug(text);
      known.toldMs = nowMs;
      log.info(text);
    },
    end(about) {
      const known = troubles.get(about);
      if (known === undefined) return;
      troubles.delete(about);
      log.info(`${about} answers again.`);
    },
  };
}
