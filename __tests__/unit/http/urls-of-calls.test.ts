import { expect, test } from '@jest/globals';
import { buildUrl } from '../../../src/http/send.ts';
import { checkRows } from '../../support/table.ts';

test('an address and a path make a URL', () =>
  checkRows(
    [
      ['https://h.test', ['v3', 'p', 'backups'], 'https://h.test/v3/p/backups'],
      ['https://h.test/', ['v3'], 'https://h.test/v3'],
      ['https://h.test/proxy/rds', ['v3'], 'https://h.test/proxy/rds/v3'],
      ['https://h.test/proxy//', ['v3'], 'https://h.test/proxy/v3'],
      ['https://h.test:8443', ['a b', 'c/d', '?#%'], 'https://h.test:8443/a%20b/c%2Fd/%3F%23%25'],
      ['https://h.test', ["!'()*", 'ü'], 'https://h.test/%21%27%28%29%2A/%C3%BC'],
    ],
    (base, path, url) => {
      expect(buildUrl(base, path).href).toBe(url);
    },
  ));

test('a query is escaped as signatures need it, and keeps only what is given', () => {
  const query = { id: "a b+c&d='e'", offset: 0, limit: undefined, 'x y': '*' };
  expect(buildUrl('https://h.test', ['v3'], query).search).toBe(
    '?id=a%20b%2Bc%26d%3D%27e%27&offset=0&x%20y=%2A',
  );
  expect(buildUrl('https://h.test', ['v3'], { limit: undefined }).href).toBe('https://h.test/v3');
});

test.each(['', '.', '..'])('%p is no part of a path', (segment) => {
  expect(() => buildUrl('https://h.test', ['v3', segment, 'backups'])).toThrow(TypeError);
});
