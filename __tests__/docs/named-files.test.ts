import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { readText, root } from '../support/repository.ts';

const { scripts } = v.parse(
  v.object({ scripts: v.record(v.string(), v.string()) }),
  JSON.parse(readText('package.json')),
);
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
].map((path) => ({ path, text: readText(path) }));

const testFolders = readdirSync(join(root, '__tests__'));

/** What a page sets in code type, outside its longer samples. */
const listCodes = (text: string): readonly string[] => {
  // What the reader is to save as something is not there yet.
  const prose = text.replace(/^```.*?^```$/gms, '').replace(/\b(?:as|to) `[^`\n]+`/g, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
};

const isThere = (path: string) => existsSync(join(root, path));
/** Whoever reads puts something in its place. */
const isPattern = (code: string) => /[*<…{]/.test(code);

test.each(pages)('$path: every file of the project that it names is there', ({ text }) => {
  const paths = listCodes(text).filter(
    (code) =>
      (/^(src|__tests__|scripts|bench|examples|dist|\.github)\/\S*$/.test(code) ||
        /\/\S+\.ts$/.test(code)) &&
      !isPattern(code),
  );
  expect(paths.filter((path) => !isThere(path) && !isThere(`src/${path}`))).toEqual([]);
});

test.each(pages)('$path: every command of npm that it names can be run', ({ text }) => {
  const names = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
  expect(names.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test.each(pages)('$path: every test that it names is there', ({ text }) => {
  const named = listCodes(text).filter((code) => {
    const [folder = '', name] = code.split('/');
    return testFolders.includes(folder) && name !== undefined && !/\.\w+$/.test(code);
  });
  const missing = named.filter(
    (code) => !isThere(`__tests__/${code}.test.ts`) && !isThere(`__tests__/${code}`),
  );
  expect(missing).toEqual([]);
});
