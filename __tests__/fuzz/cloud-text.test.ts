import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanCloudText } from '../../src/runtime/text.ts';
import { isLine } from './answer-contract.ts';
import { oddText, RUNS } from './odd-values.ts';

const longText = fc
  .tuple(oddText, fc.nat({ max: 700 }), oddText)
  .map(([before, length, after]) => `${before}${'x'.repeat(length)}${after}`);
const text = fc.oneof(oddText, longText);

test('any text becomes one line that is no command, and not a long one', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 700 }), (given, maxLength) => {
      const clean = cleanCloudText(given, maxLength);
      expect(isLine(clean)).toBe(true);
      expect(clean.length).toBeLessThanOrEqual(maxLength + 1);
      expect(clean).not.toMatch(/\p{Cf}|^\s/u);
    }),
    RUNS,
  );
});

test('what is clean stays as it is', () => {
  fc.assert(
    fc.property(text, (given) => {
      const clean = cleanCloudText(given);
      if (clean.length <= 600) expect(cleanCloudText(clean)).toBe(clean);
    }),
    { ...RUNS, examples: [[':::'], ['###[']] },
  );
});

test('two colons never stand together in it', () => {
  fc.assert(
    fc.property(text, (given) => expect(cleanCloudText(given)).not.toContain('::')),
    { ...RUNS, examples: [[':::'], ['::::error:::x']] },
  );
});
