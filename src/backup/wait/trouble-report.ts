import type { Session } from '../../session.ts';

const TELL_AGAIN_MS = 60_000;
const WARN_AGAIN_MS = 600_000;
/** Who has not looked for so long waits no more. */
const GONE_AFTER_MS = 180_000;

/** Tells of looks at one service that fail and may be gone at the next one, whoever looks. */
export interface TroubleReport {
  /** After each look of `who`: what went wrong with it, or `undefined`. */
  note(who: string, trouble: unknown): void;
}

/**
 * One warning when trouble begins, then a line once a minute at most, and one when the cloud answers
 * again. Trouble that comes and goes is one: it is warned of again only after ten minutes without.
 */
export function createTroubleReport(
  { clock, log }: Pick<Session, 'clock' | 'log'>,
  title: string,
): TroubleReport {
  const inTrouble = new Map<string, number>();
  let isTold = false;
  let toldMs = Number.NEGATIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;

  function noteAnswer(who: string, nowMs: number) {
    inTrouble.delete(who);
    const isOver = [...inTrouble.values()].every((atMs) => nowMs - atMs > GONE_AFTER_MS);
    if (!isOver || !isTold) return;
    log.info(`${title} answers again.`);
    isTold = false;
  }

  return {
    note(who, trouble) {
      const nowMs = clock.monotonicMs();
      if (trouble === undefined) {
        noteAnswer(who, nowMs);
        return;
      }
      inTrouble.set(who, nowMs);
      const isNew = nowMs - lastMs >= WARN_AGAIN_MS;
      lastMs = nowMs;
      if (!isNew && nowMs - toldMs < TELL_AGAIN_MS) return;
      const why = trouble instanceof Error ? trouble.message : String(trouble);
      const text = `Looking again later at the backups of ${title}: ${why}`;
      if (isNew) log.warning(text);
      else log.info(text);
      isTold = true;
      toldMs = nowMs;
    },
  };
}
