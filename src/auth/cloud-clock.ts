import type { Clock } from '../clock.ts';
import type { ApiError } from '../errors/api-error.ts';
import { formatDuration } from '../format-duration.ts';
import type { Log } from '../log.ts';

/** The cloud's time, which signatures are checked against. */
export interface CloudClock {
  /** In milliseconds since 1970, as far as it is known. */
  findEpochMs(): number;
  /** Takes over the time of a refusal's answer if ours is more than 15 minutes off; once. */
  correct(refusal: ApiError): boolean;
}

const MAX_SKEW_MS = 15 * 60_000;

export function createCloudClock(clock: Clock, log: Log): CloudClock {
  let skewMs = 0;
  return {
    findEpochMs: () => clock.epochMs() + skewMs,
    correct({ answeredAtMs }) {
      if (answeredAtMs === undefined || skewMs !== 0) return false;
      const offMs = answeredAtMs - clock.epochMs();
      if (Math.abs(offMs) <= MAX_SKEW_MS) return false;
      skewMs = offMs;
      const direction = offMs > 0 ? 'behind' : 'ahead of';
      log.warning(
        `The runner’s clock is ${formatDuration(Math.abs(offMs))} ${direction} the cloud’s. Signing with the cloud’s time; set the runner’s clock.`,
      );
      return true;
    },
  };
}
