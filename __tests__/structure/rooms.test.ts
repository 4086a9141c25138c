import { expect, test } from '@jest/globals';
import { circles } from './circles.ts';
import { type SourceFile, simulatorFiles, sourceFiles } from './imports.ts';

const FOLDERS: readonly (readonly [name: string, files: readonly SourceFile[]])[] = [
  ['src', sourceFiles],
  ['simulator', simulatorFiles],
];

test.each(FOLDERS)('no files of %s/ import each other in a circle, types included', (_, files) => {
  expect(files).not.toEqual([]);
  expect(circles(files)).toEqual([]);
});

test.each(FOLDERS)('no file of %s/ is a drawer', (_, files) => {
  const drawers = /(^|\/)(utils?|helpers?|common|types|constants|misc|shared)(\/|\.ts$)/;
  expect(files.map(({ path }) => path).filter((path) => drawers.test(path))).toEqual([]);
});
