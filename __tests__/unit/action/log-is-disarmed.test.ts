import { expect, test } from '@jest/globals';
import { disarm } from '../../../src/action/workflow-log.ts';
import { checkRows } from '../../support/table.ts';

/** As the runner reads a line: `::` first, after trimming as .NET trims, or `##[` anywhere. */
const isCommand = (line: string) => /^[\s\u0085]*::/.test(line) || line.includes('##[');
const linesOf = (text: string) => text.split(/\r\n|\r|\n/);

test('no command is one any more', () =>
  checkRows(
    [
      '::error::x',
      '  ::error::x',
      '\t::stop-commands::t',
      'a\n::error::x',
      'a\r\n::error::x',
      'a\r::error::x',
      '\u00a0\u3000::error::x',
      ':::error::x',
      'x ##[add-mask]y',
      '##[error]x ##[group]',
      '###[error]x',
      '##\r[add-mask]x',
      ':\r:error::x',
    ],
    (text) => {
      expect(linesOf(disarm(text)).filter(isCommand)).toEqual([]);
    },
  ));

test('a next-line character does not hide a command from .NET’s trimming', () => {
  expect(linesOf(disarm('\u0085::error::x')).filter(isCommand)).toEqual([]);
});

test('what is no command stays as it is', () =>
  checkRows(
    ['Backing up RDS instance i-1 as nightly', 'a: b', 'see a::b', 'two\nlines', '#[x] # 5', ''],
    (text) => {
      expect(disarm(text)).toBe(text);
    },
  ));
