import { expect, test } from '@jest/globals';
import { simulatorFiles, sourceFiles } from './imports.ts';

const files = [...sourceFiles, ...simulatorFiles];

test('no source file is longer than 260 lines', () => {
  const long = files.filter(({ text }) => text.split('\n').length - 1 > 260);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('no file is a drawer', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|types|constants|misc|shared)(\/|\.ts$)/;
  expect(files.filter(({ path }) => drawers.test(path)).map(({ path }) => path)).toEqual([]);
});
