export interface RetryPolicy {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly statuses: readonly number[];
}

/** For calls that may be repeated without harm: GET, DELETE and everything of IAM. */
export const SAFE_TO_REPEAT: RetryPolicy = {
  attempts: 5,
  firstDelayMs: 500,
  maxDelayMs: 8_000,
  statuses: [429, 500, 502, 503, 504],
};

/** For the create call: its outcome must be known before anybody may repeat it. */
export const NEVER_REPEAT: RetryPolicy = { ...SAFE_TO_REPEAT, attempts: 1 };

/** Reads `Retry-After` in both its forms, seconds and an HTTP date; milliseconds from `nowMs` on. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Date.parse reads almost anything as a date, a negative or broken number too.
  const date = /^[A-Za-z]/.test(header.trim()) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date - nowMs) ? undefined : Math.max(0, date - nowMs);
}

/** Full jitter: anything from 0 to the delay, which doubles with each attempt (counted from 1). */
export function findDelayMs(policy: RetryPolicy, attempt: number, random: () => number): number {
  return random() * Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
}
