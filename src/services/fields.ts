import type { ShowText } from '../http/answer-reader.ts';
import type { BackupStatus } from '../model.ts';
import { cleanCloudText } from '../runtime/text.ts';

/** Where a field stands in an answer: the keys and list positions that lead to it. */
export type FieldPath = readonly (string | number)[];

/** A service's status words and what they mean. */
export type StatusWords = Readonly<Record<string, BackupStatus>>;

/** What stands at the path; `undefined` when anything on the way is missing or of a wrong type. */
export function readAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined;
  }, value);
}

/** Whether two ids are one instance's: the clouds do not tell the case of letters. */
export const isSameInstance = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** An id that the cloud made goes into paths, logs and outputs, so only harmless characters pass. */
export const readId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value) ? value : undefined;

/** One clean line, to be compared with ours: ids, names, descriptions. Empty, null and wrong types count as missing. */
export const readText = (value: unknown): string | undefined =>
  typeof value === 'string' ? cleanCloudText(value) || undefined : undefined;

/** A value with all its members, each of its texts as it may be shown. */
export function readTree(value: unknown, show: ShowText): unknown {
  if (typeof value === 'string') return show(value) ?? '';
  if (Array.isArray(value)) return value.map((one) => readTree(one, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, readTree(one, show)]),
  );
}

/** UTC; `undefined` for what can't be read. */
export const readTime = (value: unknown): string | undefined =>
  typeof value === 'string' ? parseCloudTime(value) : undefined;

export const readCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** A whole number, as a number or as a text. */
export const readWhole = (value: unknown): number | undefined =>
  readCount(typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value);

/** MB, at most two decimals, from the service's own unit. */
export function readSizeMb(value: unknown, unit: 'KB' | 'MB' | 'GB'): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return undefined;
  const mb = { KB: value / 1024, MB: value, GB: value * 1024 }[unit];
  const rounded = Math.round(mb * 100) / 100;
  if (!Number.isFinite(rounded)) return undefined;
  // Nothing but a size of 0 reads as 0, and a zero can be negative.
  return rounded || (mb > 0 ? 0.01 : 0);
}

/** Whether two words of the cloud are one: clouds have changed the case of theirs without notice. */
export const isSameWord = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** Whether a field holds the word, in whatever case. */
export const isWord = (value: unknown, word: string): boolean =>
  typeof value === 'string' && isSameWord(value, word);

/** What a word means; `undefined` for one that is not listed. */
export const findMeaning = <Meaning>(
  words: Readonly<Record<string, Meaning>>,
  word: string | undefined,
): Meaning | undefined =>
  word === undefined
    ? undefined
    : Object.entries(words).find(([listed]) => isSameWord(listed, word))?.[1];

/** A word that the service does not list is `UNKNOWN`; either is kept as it came, to be shown. */
export function readStatus(value: unknown, words: StatusWords, show: ShowText) {
  const word = readText(value);
  const status = findMeaning(words, word);
  if (status !== undefined) return { status, statusWord: word };
  const statusWord = show(value)?.slice(0, 60).toWellFormed();
  return { status: 'UNKNOWN' as const, statusWord };
}

/** `60%`, `60` and `60% ` alike. */
export function readPercent(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const digits = /^\s*(\d{1,3})\s*%?\s*$/.exec(String(value))?.[1];
  return digits === undefined ? undefined : Math.min(100, Number(digits));
}

/** Whether a time that can be read names its zone; without one its clock is not known. */
export const hasZone = (value: unknown): boolean =>
  readTime(value) !== undefined && /(?:Z|[+-]\d\d:?\d\d)\s*$/.test(String(value));

const PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?\s*(?:Z|([+-])(\d\d):?(\d\d))?$/;

/**
 * Reads every time format of the clouds and gives UTC, like `2020-07-06T17:17:05Z`: `+0800` with
 * and without colon, `T` or a blank, no offset (then UTC). Never throws; `undefined` for the rest.
 */
export function parseCloudTime(text: string): string | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const offsetHours = Number(match[8] ?? 0);
  const offsetRest = Number(match[9] ?? 0);
  if (year < 1900 || year > 9998 || offsetHours > 23 || offsetRest > 59) return undefined;
  const isReal = local.getUTCMonth() === month - 1 && local.getUTCDate() === day;
  if (!isReal || hour > 23 || minute > 59 || second > 59) return undefined;
  const offsetMinutes = offsetHours * 60 + offsetRest;
  const sign = match[7] === '-' ? -1 : 1;
  const utc = new Date(local.getTime() - sign * offsetMinutes * 60_000);
  return utc.toISOString().replace('.000Z', 'Z');
}
