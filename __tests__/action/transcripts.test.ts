import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readText, root } from '../support/repository.ts';
import { isRenewal, TRANSCRIPTS } from '../support/transcripts.ts';

const OWN = 'transcripts.test.ts';
const tests = readdirSync(join(root, '__tests__/action')).filter(
  (file) => file.endsWith('.test.ts') && file !== OWN,
);

/** What the tests may call a transcript: a text, or one with holes. */
const patterns = tests
  .flatMap((file) => [
    ...readText(`__tests__/action/${file}`).matchAll(/['`]([\w-]+\/[\w${}().-]+)['`]/g),
  ])
  .map(([, name = '']) => new RegExp(`^${name.replaceAll(/\$\{[^}]*\}/g, '[\\w-]+')}$`));

test('every transcript belongs to a test', () => {
  const files = readdirSync(join(root, TRANSCRIPTS), { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.txt$/, ''));
  expect(names).not.toEqual([]);
  const lost = names.filter((name) => !patterns.some((pattern) => pattern.test(name)));
  expect(lost).toEqual([]);
});

test('transcripts are written anew only when asked for, and never where CI is true', () => {
  expect(isRenewal({})).toBe(false);
  expect(isRenewal({ CI: 'true' })).toBe(false);
  expect(isRenewal({ TRANSCRIPTS: 'renew' })).toBe(true);
  expect(() => isRenewal({ TRANSCRIPTS: 'renew', CI: 'true' })).toThrow('CI');
});
