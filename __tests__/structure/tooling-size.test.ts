import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';

/** What git keeps of these folders; npm alone writes the lock file of the bench's signer. */
const listFiles = (...folders: readonly string[]) =>
  execFileSync('git', ['ls-files', '-z', ...folders], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && !path.endsWith('package-lock.json'));

const countLines = (paths: readonly string[]) =>
  paths.reduce(
    (sum, path) => sum + readFileSync(join(root, path), 'utf8').split('\n').length - 1,
    0,
  );

const tooling = listFiles('scripts', 'bench');

test('scripts and bench have 55 files at most', () => {
  expect(tooling.length).toBeGreaterThan(20);
  expect(tooling.length).toBeLessThanOrEqual(55);
});

test('they have three tenths of the lines of the core at most', () => {
  expect(countLines(tooling)).toBeLessThanOrEqual(countLines(listFiles('src')) * 0.3);
});

test('none of their files is longer than 260 lines', () => {
  const long = tooling.filter((path) => countLines([path]) > 260);
  expect(long).toEqual([]);
});
