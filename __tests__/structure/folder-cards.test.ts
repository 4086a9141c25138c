import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../support/repository.ts';
import { checkRows } from '../support/table.ts';
import { sourceFiles } from './imports.ts';

/** A folder of src/, and the three lines at its head. */
const cards = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ folder: name, file: join(root, 'src', name, 'README.md') }))
  .filter(({ file }) => existsSync(file))
  .map(({ folder, file }) => ({ folder, lines: readFileSync(file, 'utf8').trim().split('\n') }));

const own = new Set(sourceFiles.map(({ path }) => path.replace(/\/.*/, '')));

/** What of src/ the files of a folder import from outside it: folders, and files beside them. */
const listImports = (folder: string) =>
  sourceFiles
    .filter(({ path }) => path.startsWith(`${folder}/`))
    .flatMap(({ imports }) => imports.map((name) => name.replace(/\/.*/, '')))
    .filter((name) => own.has(name) && name !== folder);

test('every folder of src/ says in three lines what it is, what it imports, what it never does', () => {
  const folders = [...own].filter((path) => !path.endsWith('.ts') && !path.endsWith('.cts'));
  expect(cards.map(({ folder }) => folder).toSorted()).toEqual(folders.toSorted());
});

test('a card has its three lines, and names every folder that is imported', () =>
  checkRows(cards, ({ folder, lines }) => {
    expect(lines.map((line) => /^- \*\*(\w+)\*\* /.exec(line)?.[1])).toEqual([
      ...['Is', 'Imports', 'Never'],
    ]);
    const named = [...(lines[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(listImports(folder)));
  }));
