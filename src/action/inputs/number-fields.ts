import { parseDuration } from './parse-duration.ts';
import { type Parsed, parsedField } from './parsed-field.ts';

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 24 * 3_600_000;

export const waitTimeoutField = parsedField((text): Parsed<number> => {
  const parsed = parseDuration(text);
  if ('problem' in parsed) return parsed;
  if (parsed.value < MIN_WAIT_MS) return { problem: 'is too short: write at least 1s' };
  return parsed.value > MAX_WAIT_MS ? { problem: 'is too long: write at most 24h' } : parsed;
});

export const busyTimeoutField = parsedField((text): Parsed<number> => {
  const parsed = parseDuration(text);
  if ('problem' in parsed) return parsed;
  return parsed.value > MAX_WAIT_MS ? { problem: 'is too long: write at most 24h' } : parsed;
});

/** A whole number from 1 up to `most`. */
export const countField = (most: number) =>
  parsedField((text): Parsed<number> => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    return value >= 1 && value <= most
      ? { value }
      : { problem: `is not a whole number from 1 to ${most}` };
  });
