import { expect, test } from '@jest/globals';
import { formatDuration } from '../../../../src/runtime/text.ts';
import { parseDuration } from '../../../../src/task/inputs/field-parsers.ts';
import { checkRows } from '../../../support/table.ts';

test('each duration is read in milliseconds', () =>
  checkRows(
    [
      ['90s', 90_000],
      ['30m', 1_800_000],
      ['2h', 7_200_000],
      ['1h30m', 5_400_000],
      ['1h0m5s', 3_605_000],
      ['0s', 0],
      ['007s', 7_000],
      ['90m', 5_400_000],
    ],
    (text, value) => {
      expect(parseDuration(text)).toEqual({ value });
    },
  ));

const form = 'is not a duration: write it like 90s, 30m, 2h or 1h30m';

test('what is no duration has its problem', () =>
  checkRows(
    [
      ['90', 'has no unit: write 90s, 90m or 90h'],
      ['0', 'has no unit: write 0s, 0m or 0h'],
      ['', `"" ${form}`],
      ['1.5h', `"1.5h" ${form}`],
      ['-5m', `"-5m" ${form}`],
      ['5 m', `"5 m" ${form}`],
      ['30m1h', `"30m1h" ${form}`],
      ['1h30', `"1h30" ${form}`],
      ['5M', `"5M" ${form}`],
      ['1d', `"1d" ${form}`],
      ['5m5m', `"5m5m" ${form}`],
      ['1e3s', `"1e3s" ${form}`],
      ['5m\n', `"5m" ${form}`],
      ['٣s', `"٣s" ${form}`],
      ['9999999s', `"9999999s" ${form}`],
    ],
    (text, problem) => {
      expect(parseDuration(text)).toEqual({ problem });
    },
  ));

test('each number of milliseconds is shown as a duration', () =>
  checkRows(
    [
      [0, '0s'],
      [12_400, '12s'],
      [59_600, '1m 0s'],
      [3_725_000, '1h 2m 5s'],
      [3_600_000, '1h 0m 0s'],
      [-5, '0s'],
    ],
    (ms, text) => {
      expect(formatDuration(ms)).toBe(text);
    },
  ));
