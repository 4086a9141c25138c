import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

export interface TroubleReportOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells trouble that may pass: one warning when it begins, then a line once a minute at most, and one
 * when it is over. Trouble that comes and goes is one: it is warned of again only after ten minutes without.
 */
export interface TroubleReport {
  /** `about`: whose trouble it is, such as a host. */
  tell(about: string, text: string): void;
  /** It answers again. */
  end(about: string): void;
}

interface Trouble {
  readonly lastMs: number;
  readonly toldMs: number;
  readonly isOpen: boolean;
}

const TELL_AGAIN_MS = 60_000;
const WARN_AGAIN_MS = 600_000;

export function createTroubleReport({ clock, log }: TroubleReportOptions): TroubleReport {
  const troubles = new Map<string, Trouble>();
  return {
    tell(about, text) {
      const nowMs = clock.monotonicMs();
      const known = troubles.get(about);
      const isNew = known === undefined || nowMs - known.lastMs >= WARN_AGAIN_MS;
      const isDue = isNew || nowMs - known.toldMs >= TELL_AGAIN_MS;
      const toldMs = isDue ? nowMs : known.toldMs;
      troubles.set(about, { lastMs: nowMs, toldMs, isOpen: isDue || known.isOpen });
      if (isNew) log.warning(text);
      else if (isDue) log.info(text);
      else log.debug(text);
    },
    end(about) {
      const known = troubles.get(about);
      if (!known?.isOpen) return;
      troubles.set(about, { ...known, isOpen: false });
      log.info(`${about} answers again.`);
    },
  };
}
