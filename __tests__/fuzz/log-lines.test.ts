import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disarm } from '../../src/action/workflow-log.ts';
import { oddText, RUNS } from './odd-values.ts';

/** What .NET's char.IsWhiteSpace says yes to, and TrimStart takes away. */
const DOTNET_BLANK = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** As the runner reads its standard output: a line ends with CR, LF or both. */
const readLines = (text: string) => text.split(/\r\n|\r|\n/);

const isCommand = (line: string) =>
  line.replace(DOTNET_BLANK, '').startsWith('::') || line.includes('##[');

const piece = fc.constantFrom(
  ...[':', '::', '#', '##[', '[', '\r', '\n', '\r\n', '\u0085', '\u2028', '\u00a0', '\u3000'],
  ...['\u180e', '\u200b', '\ufeff', '\u0000', '\u001c', ' ', '\t', '\v', '\f', 'error', 'x'],
);
const pieces = fc.array(piece, { maxLength: 14 }).map((list) => list.join(''));
const text = fc.oneof(pieces, oddText);

test('no line of any text is a command', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(readLines(disarm(given)).filter(isCommand)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('a text gains blanks and loses carriage returns, and nothing else', () => {
  const bare = (given: string) => given.replace(/[\r ]/g, '');
  fc.assert(
    fc.property(text, (given) => expect(bare(disarm(given))).toBe(bare(given))),
    RUNS,
  );
});
