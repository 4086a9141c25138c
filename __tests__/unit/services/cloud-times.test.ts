import { expect, test } from '@jest/globals';
import { parseCloudTime, readTime } from '../../../src/services/fields.ts';
import { checkRows } from '../../support/table.ts';

test('each form of a time is read in UTC', () =>
  checkRows(
    [
      ['2020-07-07T01:17:05+0800', '2020-07-06T17:17:05Z'],
      ['2020-07-07T01:17:05+08:00', '2020-07-06T17:17:05Z'],
      ['2020-07-06T17:17:05Z', '2020-07-06T17:17:05Z'],
      ['2020-07-06T17:17:05+0000', '2020-07-06T17:17:05Z'],
      ['2020-07-06T17:17:05-0330', '2020-07-06T20:47:05Z'],
      ['2016-09-12T01:17:05', '2016-09-12T01:17:05Z'],
      ['2018-08-06 10:41:14', '2018-08-06T10:41:14Z'],
      ['2018-08-06 10:41:14 +0800', '2018-08-06T02:41:14Z'],
      ['  2020-07-06T17:17:05Z ', '2020-07-06T17:17:05Z'],
      ['2020-07-06T17:17:05.123Z', '2020-07-06T17:17:05Z'],
      ['2019-12-31T23:30:00-0100', '2020-01-01T00:30:00Z'],
      ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ],
    (text, utc) => {
      expect(parseCloudTime(text)).toBe(utc);
    },
  ));

test('what is no time is unknown, and never throws', () =>
  checkRows(
    [
      ['the typo of a documented answer', '2018-08-20T02:33:49_0800'],
      ['the blanks of a documented answer', '2018 - 08 - 06 T12: 41: 14 + 0800'],
      ['nothing', ''],
      ['a day that is not there', '2023-02-29T00:00:00Z'],
      ['a month that is not there', '2023-13-01T00:00:00Z'],
      ['hour 24', '2023-01-01T24:00:00Z'],
      ['minute 60', '2023-01-01T00:60:00Z'],
      ['a date alone', '2023-01-01'],
      ['two times', '2023-01-01T00:00:00Z2023-01-01T00:00:00Z'],
      ['a number', '1600000000'],
    ],
    (_, text) => {
      expect(parseCloudTime(text)).toBeUndefined();
    },
  ));

test('a time that is no text is unknown', () =>
  checkRows([null, undefined, 5, {}, [], true], (value) => {
    expect(readTime(value)).toBeUndefined();
  }));

test('the parser agrees with the platform on every offset that it can read', () => {
  for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const size = Math.abs(minutes);
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
    const offset = `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
    const text = `2021-03-01T00:10:20${offset}`;
    expect(parseCloudTime(text)).toBe(new Date(text).toISOString().replace('.000', ''));
  }
});
