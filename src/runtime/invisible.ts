import { isPlainText, unicodeExpression } from './text.ts';

const NAMES: Readonly<Record<string, string>> = {
  '0009': ' (a tab)',
  '000A': ' (a line break)',
  '000D': ' (a line break)',
  '00A0': ' (a no-break space)',
  FEFF: ' (a byte order mark)',
};

const INVISIBLE =
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]|(?! )\\p{Zs}';

/** The first character that can’t be seen, and its position; nothing else of the value. */
export function findInvisible(value: string): string | undefined {
  if (isPlainText(value)) return undefined;
  const found = value.match(unicodeExpression(INVISIBLE));
  if (found === null) return undefined;
  const digits = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = NAMES[digits] ?? '';
  return `an invisible character, U+${digits} at position ${(found.index ?? 0) + 1}${name}`;
}
