import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';

const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trimEnd().split('\n');

test('every text file has LF, in the repository and in the work tree of every platform', () => {
  const files = git('ls-files', '--eol').map((line) => line.split(/\s+/));
  const others = files.filter(
    ([inIndex, , ...attributes]) =>
      !/^i\/(lf|none|-text)$/.test(inIndex ?? '') ||
      (inIndex === 'i/lf' && !attributes.includes('eol=lf')),
  );
  expect(others).toEqual([]);
});

test('GitHub takes dist/ for generated, and nothing else', () => {
  const generated = git('check-attr', 'linguist-generated', '--', 'dist/index.js', 'src/main.ts');
  expect(generated).toEqual([
    'dist/index.js: linguist-generated: true',
    'src/main.ts: linguist-generated: unspecified',
  ]);
});
