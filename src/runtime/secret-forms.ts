const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What windows-1252 has for the bytes 0x80 to 0x9f; many call it Latin-1, which has controls there. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const toWindows1252 = (latin1: string) =>
  latin1.replace(/[\x80-\x9f]/g, (byte) => WINDOWS_1252.charAt(byte.charCodeAt(0) - 0x80));

/** The bytes in Latin-1, with `?` for what it has not. */
const toLatin1Bytes = (text: string) => Buffer.from(text.replace(/[^\0-\xff]/gu, '?'), 'latin1');

const withoutPadding = (base64: string) => base64.replace(/=+$/, '');

type Reading = (secret: string) => string;

/** The texts that become of a secret on its way through programs. Of plain ASCII only base64 is another. */
const READINGS: Readonly<Record<string, Reading>> = {
  'as it is': (secret) => secret,
  'UTF-8 read as Latin-1': (secret) => Buffer.from(secret).toString('latin1'),
  'UTF-8 read as windows-1252': (secret) => toWindows1252(Buffer.from(secret).toString('latin1')),
  'Latin-1 read as UTF-8': (secret) => toLatin1Bytes(secret).toString('utf8'),
  'base64 of UTF-8': (secret) => withoutPadding(Buffer.from(secret).toString('base64')),
  'base64 of Latin-1': (secret) => withoutPadding(toLatin1Bytes(secret).toString('base64')),
  'base64url of UTF-8': (secret) => Buffer.from(secret).toString('base64url'),
  'base64url of Latin-1': (secret) => toLatin1Bytes(secret).toString('base64url'),
};

/** Each accent with its letter, and each apart: macOS writes them so. */
const NORMAL_FORMS: readonly Reading[] = [
  (secret) => secret,
  (secret) => secret.normalize('NFC'),
  (secret) => secret.normalize('NFD'),
];

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

/** Every text that may stand for the secret, before it is escaped; the first is the secret. */
export function listReadings(secret: string): readonly string[] {
  const readings = Object.values(READINGS);
  const forms = isAscii(secret) ? [secret] : NORMAL_FORMS.map((toForm) => toForm(secret));
  return [...new Set(forms.flatMap((form) => readings.map((read) => read(form))))];
}

/** Both cases of a number's digits. */
const hex = (number: number, length: number) =>
  [...number.toString(16).padStart(length, '0')]
    .map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit))
    .join('');

const toPercents = (bytes: Iterable<number>) =>
  Array.from(bytes, (byte) => `%${hex(byte, 2)}`).join('');

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp|#38',
  '<': 'lt|#60',
  '>': 'gt|#62',
  '"': 'quot|#34|#x22',
  "'": 'apos|#0?39|#x27',
};

/** A pattern of how an encoder writes a character; `undefined`: as it is. */
type Way = (character: string) => string | undefined;

/**
 * The longest first: `%` is the beginning of its own escape, too. JSON may stand in a text of JSON,
 * where its backslashes are escaped once more.
 */
const WAYS: Readonly<Record<string, Way>> = {
  'a short escape of JSON': (character) =>
    SHORT_ESCAPES[character] && `\\\\{1,2}${SHORT_ESCAPES[character]}`,
  'a numbered escape of JSON': (character) =>
    character
      .split('')
      .map((unit) => `\\\\{1,2}u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
  'a URL, of UTF-8': (character) => toPercents(Buffer.from(character)),
  'a URL, of Latin-1': (character) =>
    character <= 'ÿ' ? toPercents(Buffer.from(character, 'latin1')) : undefined,
  'a form': (character) => (character === ' ' ? '\\+' : undefined),
  'an HTML page': (character) => ENTITIES[character] && `&(?:${ENTITIES[character]});`,
  'as it is, in JSON after backslashes': (character) => `\\\\{0,3}${escapeRegExp(character)}`,
};

function patternOfCharacter(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const ways = Object.values(WAYS).flatMap((write) => write(character) ?? []);
  return `(?:${[...new Set(ways)].join('|')})`;
}

/** Backslashes in a row are one: escaped, there are up to four times as many. */
const patternOfBackslashes = (count: number) =>
  `(?:(?:\\\\{1,2}u005[cC]|%5[cC]){${count}}|\\\\{${count},${count * 4}})`;

/** A pattern of a text in every form that encoders give it. */
export const patternOf = (text: string): string =>
  (text.match(/\\+|[^\\]/gu) ?? [])
    .map((part) =>
      part.startsWith('\\') ? patternOfBackslashes(part.length) : patternOfCharacter(part),
    )
    .join('');

/** The longest part that no encoder writes in another way; empty: there is none. */
export const plainPartOf = (text: string): string =>
  (text.match(/[A-Za-z0-9]+/g) ?? []).reduce(
    (longest, part) => (part.length > longest.length ? part : longest),
    '',
  );
