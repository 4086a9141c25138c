import { expect, test } from '@jest/globals';
import { circles } from './circles.ts';
import { simulatorFiles } from './imports.ts';

const lines = ({ text }: { readonly text: string }) => text.split('\n').length - 1;

/** Files below 30 lines, and why each is one all the same: six at most. */
const short: Readonly<Record<string, string>> = {
  'index.ts': 'the public names',
  'time.ts': 'the ways in which the clouds write times, shared by lists, jobs and logins',
};

test('the simulator has at most 42 files, of 90 lines or more on average', () => {
  const total = simulatorFiles.reduce((sum, file) => sum + lines(file), 0);
  expect(simulatorFiles.length).toBeLessThanOrEqual(42);
  expect(total / simulatorFiles.length).toBeGreaterThanOrEqual(90);
});

test('its files below 30 lines are known, six at most', () => {
  const found = simulatorFiles.filter((file) => lines(file) < 30).map(({ path }) => path);
  expect(found.sort()).toEqual(Object.keys(short).sort());
  expect(found.length).toBeLessThanOrEqual(6);
});

test('no circle among its files, types included', () => {
  expect(circles(simulatorFiles)).toEqual([]);
});
