import fc from 'fast-check';

/** Each property runs this often; fast-check prints the seed of a failure by itself. */
export const RUNS = { numRuns: 300 } as const;

/** Texts that have broken parsers before, here or elsewhere. */
export const hostileTexts = [
  '',
  ' ',
  '\n',
  '\r',
  '::',
  ':',
  '##[',
  '#',
  '\r\n::error::x',
  '::stop-commands::t',
  ':::error::x',
  '\u0085::add-mask::x',
  '\u2028::error::x',
  'x ##[add-mask]y',
  '../../backups',
  '..',
  '.',
  'a/b',
  'a\\b',
  'a%2fb',
  '%',
  '?a=b#c',
  '\u0000',
  '\u001b[31m',
  '\u200b',
  '\ud800',
  '😀',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '<u>|x|</u>',
  '| x |',
  '`',
  'x'.repeat(2_000),
  '2020-07-07T01:17:05+0800',
  '99%',
  'id\n',
] as const;

/** Any sequence of UTF-16 units, half characters too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));

/** Any code point. fast-check works out its own unit of that kind for a second, in each suite. */
export const anyCodePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((codePoint) => String.fromCodePoint(codePoint).toWellFormed());

export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.array(fc.constantFrom(...hostileTexts), { maxLength: 5 }).map((pieces) => pieces.join('')),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: anyCodePoint, maxLength: 40 }),
  anyUnits,
);

export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.1, 1e21, 1e307, 1.7e308, 5e-324, Number.POSITIVE_INFINITY),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.maxSafeInteger(),
);

const nest = (value: unknown, depth: number, key: string | undefined): unknown => {
  let nested = value;
  for (let level = 0; level < depth; level++) {
    nested = key === undefined ? [nested] : Object.fromEntries([[key, nested]]);
  }
  return nested;
};

/** Whatever JSON can say, and a little more often what it should not say. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: oddNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: fc.array(fc.oneof(oddText, oddNumber), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(oddText, fc.oneof(oddText, fc.constant(null))), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(oddText, fc.integer({ min: 1, max: 2_000 }), fc.option(oddText, { nil: undefined }))
      .map(([value, depth, key]) => nest(value, depth, key)),
  },
);
