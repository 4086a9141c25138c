import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { formatDuration } from '../runtime/text.ts';

/** The cloud's time: signatures are checked against it, and tokens end by it. */
export interface CloudClock {
  /** In milliseconds since 1970, as far as it is known. */
  findEpochMs(): number;
  /** Takes over the time of an answer if ours is more than 15 minutes off. */
  note(answeredAtMs: number | undefined): void;
}

const MAX_SKEW_MS = 15 * 60_000;

/** Whether a signature of the one time is refused at the other. */
export const isFarOff = (oneMs: number, otherMs: number): boolean =>
  Math.abs(oneMs - otherMs) > MAX_SKEW_MS;

export function createCloudClock(clock: Clock, log: Log): CloudClock {
  let skewMs = 0;
  let isTold = false;
  const findEpochMs = () => clock.epochMs() + skewMs;
  return {
    findEpochMs,
    note(answeredAtMs) {
      if (answeredAtMs === undefined || !isFarOff(findEpochMs(), answeredAtMs)) return;
      skewMs = answeredAtMs - clock.epochMs();
      if (isTold) return;
      isTold = true;
      const direction = skewMs > 0 ? 'behind' : 'ahead of';
      log.warning(
        `The runner’s clock is ${formatDuration(Math.abs(skewMs))} ${direction} the cloud’s. Going by the cloud’s time; set the runner’s clock.`,
      );
    },
  };
}
