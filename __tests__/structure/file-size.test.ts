import { expect, test } from '@jest/globals';
import { circles } from './circles.ts';
import { type SourceFile, simulatorFiles, sourceFiles } from './imports.ts';

const files = [...sourceFiles, ...simulatorFiles];

const countLines = ({ text }: SourceFile) => text.split('\n').length - 1;

/** The short files of src/, each with what it is in place of a room. */
const SHORT: Readonly<Record<string, string>> = {
  'services/registry.ts': 'data: a line for each service',
};

test('no source file is longer than 260 lines', () => {
  const long = files.filter((file) => countLines(file) > 260);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('src has 95 files at most, of 90 lines and more on average', () => {
  const lines = sourceFiles.reduce((sum, file) => sum + countLines(file), 0);
  expect(sourceFiles.length).toBeGreaterThan(50);
  expect(sourceFiles.length).toBeLessThanOrEqual(95);
  expect(lines / sourceFiles.length).toBeGreaterThanOrEqual(90);
});

test('the files of src under 30 lines are those that have a reason', () => {
  const short = sourceFiles.filter((file) => countLines(file) < 30).map(({ path }) => path);
  expect(Object.keys(SHORT).length).toBeLessThanOrEqual(6);
  expect(short.toSorted()).toEqual(Object.keys(SHORT).toSorted());
});

test('no files of src import each other in a circle, types included', () => {
  expect(circles(sourceFiles)).toEqual([]);
});

test('no file is a drawer', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|types|constants|misc|shared)(\/|\.ts$)/;
  expect(files.filter(({ path }) => drawers.test(path)).map(({ path }) => path)).toEqual([]);
});
