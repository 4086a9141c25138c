import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../src/task/inputs/field-parsers.ts';
import { oddText, RUNS } from './odd-values.ts';

const amount = fc.option(fc.nat({ max: 999_999 }), { nil: undefined });

test('a written duration is read as it was meant', () => {
  fc.assert(
    fc.property(amount, amount, amount, (hours, minutes, seconds) => {
      fc.pre([hours, minutes, seconds].some((part) => part !== undefined));
      const units = [
        [hours, 'h'],
        [minutes, 'm'],
        [seconds, 's'],
      ] as const;
      const text = units.map(([part, unit]) => (part === undefined ? '' : `${part}${unit}`));
      const ms = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
      expect(parseDuration(text.join(''))).toEqual({ value: ms });
    }),
    RUNS,
  );
});

test('anything else is a problem on one line', () => {
  const near = fc
    .array(fc.constantFrom('1', '0', '90', 'h', 'm', 's', ' ', '-', '.', 'd', '٣', '\n'), {
      maxLength: 6,
    })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(oddText, near), (text) => {
      const isDuration = /^(?=.)(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/.test(text);
      const parsed = parseDuration(text);
      expect('value' in parsed).toBe(isDuration && !text.endsWith('\n'));
      if ('problem' in parsed) expect(parsed.problem).toMatch(/^("[^\r\n]*" )?(has|is) [^\r\n]+$/);
    }),
    RUNS,
  );
});
