import { expect, test } from '@jest/globals';
import {
  readAt,
  readCount,
  readId,
  readPercent,
  readSizeMb,
  readText,
} from '../../../src/services/fields.ts';
import { checkRows } from '../../support/table.ts';

test('each size is read in MB', () =>
  checkRows(
    [
      [2803, 'KB', 2.74],
      [2803, 'MB', 2803],
      [1.5, 'GB', 1536],
      [0.000373, 'GB', 0.38],
      [0, 'KB', 0],
      [1, 'KB', 0.01],
      [1023.5, 'MB', 1023.5],
      [10.006, 'MB', 10.01],
      [-1, 'MB', undefined],
      [Number.NaN, 'MB', undefined],
      [Number.POSITIVE_INFINITY, 'MB', undefined],
      [null, 'GB', undefined],
      ['', 'GB', undefined],
      [{}, 'KB', undefined],
    ] as const,
    (value, unit, mb) => {
      expect(readSizeMb(value, unit)).toBe(mb);
    },
  ));

test('each percentage is read', () =>
  checkRows(
    [
      ['60%', 60],
      ['60', 60],
      ['60% ', 60],
      [' 60 %', 60],
      [60, 60],
      ['0', 0],
      ['100%', 100],
      ['101', 100],
      ['', undefined],
      [null, undefined],
      [undefined, undefined],
      ['-5', undefined],
      ['12.5%', undefined],
      ['running', undefined],
      [{}, undefined],
    ],
    (value, percent) => {
      expect(readPercent(value)).toBe(percent);
    },
  ));

test('each good id is one', () =>
  checkRows(
    [
      '2f4ddb93-b901-4b08-93d8-1d2e472f30fe',
      '646d88d0b03f4fd2ae944ae2a33bcb6ain06',
      'b',
      'a.b_c-d',
      'x'.repeat(128),
    ],
    (id) => {
      expect(readId(id)).toBe(id);
    },
  ));

test('what is no id is none', () =>
  checkRows(
    [
      ['nothing', ''],
      ['a blank', 'a b'],
      ['a line break', 'id\n::error::x'],
      ['a trailing line break', 'id\n'],
      ['a slash', '../../backups'],
      ['a percent sign', 'a%2fb'],
      ['too long', 'x'.repeat(129)],
      ['a number', 5],
      ['null', null],
      ['a list', ['a']],
    ],
    (_, id) => {
      expect(readId(id)).toBeUndefined();
    },
  ));

test.each(['.', '..'])('%p, which would change a path, is no id', (id) => {
  expect(readId(id)).toBeUndefined();
});

test('each text is read', () =>
  checkRows(
    [
      ['  one\r\n two ', 'one two'],
      ['', undefined],
      [' \n ', undefined],
      [5, undefined],
      [null, undefined],
    ],
    (value, text) => {
      expect(readText(value)).toBe(text);
    },
  ));

test('each count is read', () =>
  checkRows(
    [
      [0, 0],
      [4, 4],
      [-1, undefined],
      [1.5, undefined],
      ['4', undefined],
    ],
    (value, count) => {
      expect(readCount(value)).toBe(count);
    },
  ));

test('a path through an answer never throws and never finds what is inherited', () => {
  const answer = { jobs: [{ id: 'a' }], none: null };
  expect(readAt(answer, ['jobs', 0, 'id'])).toBe('a');
  for (const path of [
    ['jobs', 1, 'id'],
    ['none', 'id'],
    ['constructor'],
    ['jobs', 'length', 'x'],
  ]) {
    expect(readAt(answer, path)).toBeUndefined();
  }
  expect(readAt('text', ['length'])).toBeUndefined();
});
