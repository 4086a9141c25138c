import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readText, root } from '../support/repository.ts';

const rules = readText('.github/CODEOWNERS')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/));

test('everything has an owner, and each line names what is there', () => {
  expect(rules[0]?.[0]).toBe('*');
  for (const [pattern = '', ...owners] of rules) {
    // A line without an owner would take it away.
    expect(owners).toEqual(['@OWNER']);
    if (pattern === '*') continue;
    expect(pattern).toMatch(/^\//);
    expect(existsSync(join(root, pattern))).toBe(true);
  }
});

test('what runs with other people’s logins is named by itself', () => {
  const named = rules.map(([pattern]) => pattern);
  expect(named).toEqual(expect.arrayContaining(['/dist/', '/action.yml', '/.github/']));
});

test('who releases for the first time is told to put the real owner there', () => {
  expect(readText('docs/releasing.md')).toContain('`@OWNER` in `.github/CODEOWNERS`');
});
