import type { Parsed } from './parsed-field.ts';

const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** `90s`, `30m`, `2h` or `1h30m`, in milliseconds. */
export function parseDuration(text: string): Parsed<number> {
  const match = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (match === null || text === '') {
    const hint = /^\d+$/.test(text) ? `has no unit: write ${text}s, ${text}m or ${text}h` : '';
    return { problem: hint || 'is not a duration: write it like 90s, 30m, 2h or 1h30m' };
  }
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return { value: hours * UNIT_MS.h + minutes * UNIT_MS.m + seconds * UNIT_MS.s };
}
