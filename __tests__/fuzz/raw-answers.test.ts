import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRows } from '../support/table.ts';
import { contracts } from './answer-contract.ts';
import { oddHeaders, oddStatus, readExchange } from './exchange.ts';
import { oddText, RUNS } from './odd-values.ts';
import { serviceCalls } from './service-calls.ts';

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** A documented body with one piece of it replaced by something odd. */
const spliced = (bodies: readonly unknown[]) =>
  fc
    .tuple(fc.constantFrom(...bodies), fc.nat({ max: 1_200 }), fc.nat({ max: 6 }), oddText)
    .map(([body, at, length, text]) => {
      const json = JSON.stringify(body);
      const from = at % json.length;
      return `${json.slice(0, from)}${text}${json.slice(from + length)}`;
    });

const odd = fc.oneof(
  oddText,
  fc.json(),
  fc.constantFrom('', ' ', 'null', '[]', '{}', '"', '5', '<html><title>x', '\ufeff{}'),
);

const readsAnything = ({ call, operation, bodies }: (typeof serviceCalls)[number]) => {
  const exchange = fc.record({
    status: oddStatus,
    headers: oddHeaders,
    body: fc.oneof(spliced(bodies), odd),
  });
  fc.assert(
    fc.property(exchange, (given) => {
      const { answer, error, breaches } = readExchange(call, given);
      expect(breaches).toEqual([]);
      const isGood = given.status >= 200 && given.status <= 299;
      if (!isGood) expect(error).toMatchObject({ name: 'ApiError' });
      // A time that was spliced to year 10000 is the matter of the answers' own test.
      if (error === undefined && operation !== 'list' && operation !== 'create') {
        expect(contracts[operation]?.(answer)).toEqual([]);
      }
    }),
    RUNS,
  );
};

test('any bytes are an answer of any call or one of two errors', () =>
  checkRows(serviceCalls, readsAnything));

/** Each once broke the reader. */
const found: readonly (readonly [string, string])[] = [
  ['thousands of lists', DEEP],
  ['an object that is no text', '{"toString":null}'],
  ['two objects that are no text', '[{"toString":null,"valueOf":null}]'],
];

const readsNested = (_: string, inner: string) => {
  for (const { call } of serviceCalls) {
    const bodies = [inner, `{"job":{"process":${inner}},"jobs":[{"progress":${inner}}]}`];
    for (const body of [...bodies, `{"backup":${inner},"backups":${inner},"backup_id":${inner}}`]) {
      expect(readExchange(call, { status: 200, headers: {}, body }).breaches).toEqual([]);
      expect(readExchange(call, { status: 500, headers: {}, body }).breaches).toEqual([]);
    }
  }
};

test.each(found)('%s in any field are an answer or one of two errors', readsNested);
