import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCloudTime } from '../../src/services/fields.ts';
import { oddText, RUNS } from './odd-values.ts';

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const two = (value: number) => String(value).padStart(2, '0');

const digits = fc.tuple(...[9999, 13, 32, 25, 61, 61].map((max) => fc.integer({ min: 0, max })));
/** Nearly a time: the right places, with any number in them. */
const nearly = fc
  .record({
    numbers: digits,
    between: fc.constantFrom('T', ' ', 't', '_', ''),
    fraction: fc.constantFrom('', '.1', '.999999', '.', ',5'),
    zone: fc.oneof(
      fc.constantFrom('', 'Z', ' Z', 'z', '_0800', '+08', ' +0800', '+99:99', '-9999'),
      fc
        .tuple(fc.constantFrom('+', '-'), fc.nat({ max: 15 }), fc.nat({ max: 59 }))
        .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
    ),
  })
  .map(({ numbers, between, fraction, zone }) => {
    const [year = 0, month = 0, day = 0, ...time] = numbers;
    const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
    return `${date}${between}${time.map(two).join(':')}${fraction}${zone}`;
  });

const isTimeOrNothing = () => {
  fc.assert(
    fc.property(fc.oneof(nearly, oddText), (text) => {
      const parsed = parseCloudTime(text);
      if (parsed === undefined) return;
      expect(parsed).toMatch(UTC);
      // What the platform can read too, both read alike.
      const iso = text.trim().replace(' ', 'T').replace(/\s/g, '');
      const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
      if (!Number.isNaN(ms)) expect(Date.parse(parsed)).toBe(Math.floor(ms / 1000) * 1000);
    }),
    {
      ...RUNS,
      examples: [
        ['0050-07-06T17:17:05Z'],
        ['9999-12-31T23:59:59-0100'],
        ['0000-01-01T00:00:00+0100'],
      ],
    },
  );
};

test('any text is a time in UTC or unknown', isTimeOrNothing);

const moment = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('9998-12-31T00:00:00Z'),
  noInvalidDate: true,
});

test('a moment in any of the clouds’ formats is that moment', () => {
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
  const format = fc.record({ colon: fc.boolean(), blank: fc.boolean(), gap: fc.boolean() });
  fc.assert(
    fc.property(moment, offset, format, (date, minutes, { colon, blank, gap }) => {
      const seconds = Math.floor(date.getTime() / 1000) * 1000;
      const local = new Date(seconds + minutes * 60_000).toISOString().slice(0, 19);
      const size = Math.abs(minutes);
      const sign = minutes < 0 ? '-' : '+';
      const zone = `${sign}${two(Math.floor(size / 60))}${colon ? ':' : ''}${two(size % 60)}`;
      const text = `${blank ? local.replace('T', ' ') : local}${gap ? ' ' : ''}${zone}`;
      expect(parseCloudTime(text)).toBe(new Date(seconds).toISOString().replace('.000Z', 'Z'));
    }),
    RUNS,
  );
});
