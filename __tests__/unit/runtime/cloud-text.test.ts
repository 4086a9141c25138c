import { expect, test } from '@jest/globals';
import { cleanCloudText, withoutCanonicalRequest } from '../../../src/runtime/text.ts';
import { checkRows } from '../../support/table.ts';

test('each foreign text becomes one clean line', () =>
  checkRows(
    [
      ['a\nb\r\nc\u2028d\u2029e', 'a b c d e'],
      ['a\u0000\u0007\u001b[31mb', 'a [31mb'],
      ['a\u202eb\u200bc\ufeffd', 'a b c d'],
      ['  a \t b  ', 'a b'],
      ['::error::x', ': :error: :x'],
      ['x ##[add-mask]y', 'x # #[add-mask]y'],
      ['a:\u200b:error::x', 'a: :error: :x'],
      ['\ud800x', '\ufffdx'],
      ['Grüße 😀 备份', 'Grüße 😀 备份'],
    ],
    (text, clean) => {
      expect(cleanCloudText(text)).toBe(clean);
    },
  ));

// A runner takes `::name::` at the start of a line and `##[name]` anywhere for a command.
const isCommand = (line: string) => line.trimStart().startsWith('::') || line.includes('##[');

test('no text, in whatever pieces, comes out as a command', () => {
  const pieces = [
    ':',
    '#',
    '[',
    '::',
    '##[',
    'error',
    '\n',
    '\r',
    '\u2028',
    '\u200b',
    ' ',
    '\u0000',
  ];
  let seed = 1;
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return pieces[Math.floor((seed / 2 ** 31) * pieces.length)] ?? '';
  };
  for (let count = 0; count < 20_000; count++) {
    const clean = cleanCloudText(Array.from({ length: 8 }, next).join(''));
    expect(clean).not.toMatch(/[\r\n]/);
    expect(isCommand(clean)).toBe(false);
  }
});

test('a long text is cut without half a character', () => {
  expect(cleanCloudText('x'.repeat(600))).toHaveLength(600);
  expect(cleanCloudText('x'.repeat(601))).toBe(`${'x'.repeat(600)}…`);
  expect(cleanCloudText(`${'x'.repeat(9)}😀y`, 10).isWellFormed()).toBe(true);
});

const lines = 'GET|/v3/x/||host:rds.test|x-security-token:SECRET||host;x-security-token|e3b0';

test('no text shows anything of the signed headers', () =>
  checkRows(
    [
      ['Incorrect IAM authentication information: verify aksk signature fail', undefined],
      [`verify aksk signature fail, canonicalRequest:${lines}`, 'verify aksk signature fail'],
      [
        `Signature mismatch, the server's canonical request is ${lines}`,
        "Signature mismatch, the server's",
      ],
      [`signature fail: ${lines}`, 'signature fail'],
      [`signature fail: ${lines.replaceAll('|', '\n')}`, 'signature fail'],
      ['The instance is busy.', undefined],
    ],
    (text, left) => {
      const shown = withoutCanonicalRequest(text);
      expect(shown).toBe(left ?? text);
      expect(shown).not.toContain('SECRET');
    },
  ));
