import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secrets } from '../../../src/runtime/secrets.ts';

function hide(secret: string, text: string): string {
  const secrets = new Secrets();
  secrets.add(secret);
  return secrets.hide(text);
}

const read = (bytes: Uint8Array, charset: string) => new TextDecoder(charset).decode(bytes);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const unitsOf = (text: string) => text.split('').map((unit) => unit.charCodeAt(0));
const number = (digits: number) => (unit: number) =>
  `\\u${unit.toString(16).padStart(4, '0').slice(-digits)}`;
const asJson = (text: string) => JSON.stringify(text).slice(1, -1);
const escapeUnits = (text: string, which: RegExp, to: (unit: number) => string) =>
  text.replace(which, (found) => unitsOf(found).map(to).join(''));

/** How a gateway's libraries write a text, each in its own way. */
const ENCODERS: Readonly<Record<string, (secret: string) => string>> = {
  'UTF-8, as it is': (secret) => secret,
  'UTF-8 that was read as Latin-1': (secret) => Buffer.from(secret).toString('latin1'),
  'UTF-8 that was read as windows-1252': (secret) => read(utf8(secret), 'windows-1252'),
  'Latin-1 that was read as UTF-8': (secret) => read(latin1(secret), 'utf-8'),
  'letters and accents apart (NFD)': (secret) => secret.normalize('NFD'),
  'letters with their accents (NFC)': (secret) => secret.normalize('NFC'),
  'NFD that was read as Latin-1': (secret) =>
    Buffer.from(secret.normalize('NFD')).toString('latin1'),
  JSON: asJson,
  'JSON with a \\u for each backslash': (secret) => secret.replaceAll('\\', '\\u005c'),
  'JSON with a \\u in capitals': (secret) =>
    escapeUnits(asJson(secret), /[^ -~]/g, (unit) =>
      number(4)(unit).toUpperCase().replace('U', 'u'),
    ),
  'JSON of ASCII (Python)': (secret) => escapeUnits(asJson(secret), /[^ -~]/g, number(4)),
  'JSON that is safe in HTML (Gson, Go)': (secret) =>
    escapeUnits(asJson(secret), /[<>&='\u2028\u2029]/g, number(4)),
  'JSON that is safe in HTML (PHP)': (secret) =>
    escapeUnits(
      secret.replaceAll('\\', '\\\\').replaceAll('/', '\\/'),
      /[<>&"'\n\r\t]/g,
      number(4),
    ),
  'JSON of NFD in ASCII': (secret) =>
    escapeUnits(asJson(secret.normalize('NFD')), /[^ -~]/g, number(4)),
  'JSON in JSON': (secret) => asJson(asJson(secret)),
  'JSON of ASCII in JSON': (secret) => asJson(escapeUnits(asJson(secret), /[^ -~]/g, number(4))),
  'a URL': encodeURIComponent,
  'a URL, all of it (Java, PHP)': (secret) =>
    encodeURIComponent(secret).replace(
      /[!'()*~]/g,
      (character) => `%${character.charCodeAt(0).toString(16)}`,
    ),
  'a URL in Latin-1': (secret) =>
    secret.replace(
      /[^A-Za-z0-9]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    ),
  'a form': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  'an HTML page': (secret) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'an HTML page (Go)': (secret) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&#34;')
      .replaceAll("'", '&#x27;'),
  'base64 of UTF-8': (secret) => Buffer.from(secret).toString('base64'),
  'base64 of UTF-8, without its padding': (secret) =>
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  'base64url of UTF-8': (secret) => Buffer.from(secret).toString('base64url'),
  'base64 of Latin-1': (secret) => Buffer.from(secret, 'latin1').toString('base64'),
  'base64 of UTF-8 in a URL': (secret) =>
    encodeURIComponent(Buffer.from(secret).toString('base64')),
};

const SECRETS = [
  'Sommer-2026!',
  'Grüße aus Köln',
  'äöüß',
  'Übermut\\n"ß"',
  'C:\\täst\\\\x',
  'p "ä" <&> = \'x\' /+?',
  'Ã¤rger~(1)*',
  'zwei\nZeilen\tÄ',
];

test.each(Object.entries(ENCODERS))('a secret is hidden in %s', (_, encode) => {
  for (const secret of SECRETS) {
    expect(
      hide(secret, `Bad login [${encode(secret)}].`).replace(/={1,2}(?=])|(?:%3D)+(?=])/, ''),
    ).toBe('Bad login [***].');
  }
});

test('what other characters a secret has, it is hidden in every form', () => {
  const unit = fc.constantFrom(...'aB3äÖß\\"\'<&> /=+%éÀ!'.split(''));
  const secret = fc.string({ unit, minLength: 6, maxLength: 30 });
  fc.assert(
    fc.property(secret, fc.constantFrom(...Object.entries(ENCODERS)), (value, [, encode]) => {
      const written = encode(value);
      fc.pre(written.length >= 4);
      expect(hide(value, `| ${written} |`)).toMatch(
        /^\| \\{0,7}\*\*\*\\{0,7}(?:={1,2}|(?:%3D)+)? \|$/,
      );
    }),
  );
});

test.each([
  ['characters that Latin-1 has not', 'Пароль-€-1', '??????-?-1'],
  ['characters outside the basic plane', '😀😀-pass', '\\ud83d\\ude00\\uD83D\\uDE00-pass'],
  ['an accent that is apart from its letter', 'Ko\u0308ln-2026', 'Köln-2026'],
])('a secret of %s is hidden', (_, secret, written) => {
  expect(hide(secret, `x ${written} y`)).toBe('x *** y');
});

test('a reading of three characters or fewer hides nothing: any word may hold it', () => {
  expect(hide('Ã¤Ã¤', 'ää Ã¤Ã¤')).toBe('ää ***');
});
