import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildUrl } from '../../src/http/send.ts';
import { oddText, RUNS } from './odd-values.ts';

const segment = fc
  .oneof(
    oddText,
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '.%2e',
      '..\t',
      '...',
      '//h',
      '\\',
      '?',
      '#',
      '@',
      ';',
    ),
  )
  .map((text) => text.toWellFormed());
const base = fc.constantFrom(
  'https://h.test',
  'https://h.test/',
  'https://h.test:8443/a/b',
  'http://127.0.0.1:1/a//',
);

test('no segment leaves its place in the path, and every one arrives as it was', () => {
  fc.assert(
    fc.property(base, fc.array(segment, { minLength: 1, maxLength: 5 }), (front, path) => {
      const isForbidden = path.some((text) => ['', '.', '..'].includes(text));
      if (isForbidden) return expect(() => buildUrl(front, path)).toThrow(TypeError);
      const url = buildUrl(front, path, { a: 'b' });
      const before = new URL(front);
      expect([url.origin, url.search, url.hash]).toEqual([before.origin, '?a=b', '']);
      const folder = before.pathname.replace(/\/+$/, '');
      expect(url.pathname.startsWith(`${folder}/`)).toBe(true);
      const sent = url.pathname.slice(folder.length + 1).split('/');
      expect(sent.map(decodeURIComponent)).toEqual(path);
      // Nothing changes when it is parsed once more on the way.
      expect(new URL(url.href).href).toBe(url.href);
    }),
    RUNS,
  );
});
