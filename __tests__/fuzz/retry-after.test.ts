import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRetryAfter } from '../../src/http/retry.ts';
import { oddText, RUNS } from './odd-values.ts';

const now = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('any header asks for a finite time that is not in the past, or for nothing', () => {
  const header = fc.oneof(
    oddText,
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.constantFrom('-1', '1e3', '0x10', ' 5 ', 'Wed', 'Wed, 21 Oct 2015 07:28:00', 'Jan'),
  );
  fc.assert(
    fc.property(header, fc.oneof(now, fc.constant(Number.NaN)), (text, nowMs) => {
      const ms = readRetryAfter(text, nowMs) ?? 0;
      expect(Number.isFinite(ms) && ms >= 0).toBe(true);
      // A signed, broken or hexadecimal number is no number of seconds.
      if (!/^\s*(\d{1,9}|[A-Za-z].*)\s*$/s.test(text)) {
        expect(readRetryAfter(text, nowMs)).toBeUndefined();
      }
    }),
    RUNS,
  );
});

test('both documented forms ask for what they say', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999 }), now, fc.integer(), (seconds, nowMs, ahead) => {
      expect(readRetryAfter(String(seconds), nowMs)).toBe(seconds * 1000);
      const second = Math.floor(nowMs / 1000) + (ahead % 100_000);
      const date = new Date(Math.max(0, second) * 1000);
      const expected = Math.max(0, date.getTime() - nowMs);
      expect(readRetryAfter(date.toUTCString(), nowMs)).toBe(expected);
    }),
    RUNS,
  );
});
