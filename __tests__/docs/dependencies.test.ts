import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { readText } from '../support/repository.ts';

const packagesSchema = v.optional(v.record(v.string(), v.string()), {});
const manifestSchema = v.object({
  dependencies: packagesSchema,
  devDependencies: packagesSchema,
  workspaces: v.optional(v.array(v.string()), []),
  allowScripts: v.optional(v.record(v.string(), v.boolean()), {}),
});

const readManifest = (folder: string) =>
  v.parse(manifestSchema, JSON.parse(readText(`${folder}package.json`)));

const { dependencies, devDependencies, workspaces, allowScripts } = readManifest('');
const page = readText('docs/dependencies.md');

/** The cells of a section's table, row by row. */
function listRows(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) =>
    row.split(' | ').map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
  );
}

test.each([
  ['Of the library', dependencies],
  ['Of development', devDependencies],
])('the table %s names the packages of package.json, in its order', (heading, packages) => {
  expect(listRows(heading).map(([name]) => name)).toEqual(Object.keys(packages));
});

test('the table of the workspaces names the packages of each', () => {
  const needed = workspaces.flatMap((folder) => {
    const own = readManifest(`${folder}/`);
    return Object.keys({ ...own.dependencies, ...own.devDependencies }).map((name) => [
      name,
      folder,
    ]);
  });
  expect(listRows('Of the workspaces').map((cells) => cells.slice(0, 2))).toEqual(needed);
});

test('each row says why, and what would replace the package', () => {
  const rows = ['Of the library', 'Of development', 'Of the workspaces'].flatMap(listRows);
  expect(rows.filter((cells) => cells.length < 3 || cells.some((cell) => cell === ''))).toEqual([]);
});

test('the page names every package whose install script may run', () => {
  const section = page.split(/^## /m).find((part) => part.startsWith('Scripts of packages')) ?? '';
  expect(Object.keys(allowScripts).filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
});
