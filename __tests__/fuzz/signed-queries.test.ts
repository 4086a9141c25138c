import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalQuery } from '../../src/auth/sign.ts';
import { buildUrl } from '../../src/http/send.ts';
import { oddText, RUNS } from './odd-values.ts';

const text = oddText.map((odd) => odd.toWellFormed());
const pairs = fc.array(fc.tuple(text, text), { maxLength: 8 });

/** As a server takes a query apart: nothing but percent signs mean anything. */
const takeApart = (query: string) =>
  query === ''
    ? []
    : query.split('&').map((pair) => {
        const [name = '', value = '', ...rest] = pair.split('=').map(decodeURIComponent);
        expect(rest).toEqual([]);
        return [name, value];
      });

const sorted = (list: readonly (readonly string[])[]) =>
  list.map((pair) => JSON.stringify(pair)).sort();

test('a canonical query says what was asked, in one order and one spelling', () => {
  fc.assert(
    fc.property(pairs, (query) => {
      const canonical = canonicalQuery(query);
      expect(sorted(takeApart(canonical))).toEqual(sorted(query));
      expect(canonical).toMatch(/^(?:[A-Za-z0-9\-._~=&]|%[0-9A-F]{2})*$/);
      expect(canonicalQuery([...query].reverse())).toBe(canonical);
    }),
    RUNS,
  );
});

test('what is sent is what is signed', () => {
  const query = fc.dictionary(
    text.filter((name) => name !== '__proto__'),
    fc.oneof(text, fc.nat()),
    { maxKeys: 6 },
  );
  fc.assert(
    fc.property(query, (asked) => {
      const url = buildUrl('https://h.test', ['v3'], asked);
      const sent = url.search.replace(/^\?/, '').split('&').sort().join('&');
      const signed = canonicalQuery([...url.searchParams])
        .split('&')
        .sort()
        .join('&');
      expect(signed).toBe(sent);
    }),
    RUNS,
  );
});
