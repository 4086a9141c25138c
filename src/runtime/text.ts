const MAX_LENGTH = 600;

/**
 * An expression with classes of Unicode's, such as `\p{Cc}`. V8 builds the classes of a literal as it
 * parses it, in a function that is never called too, and takes longer for that than to send a request.
 */
export const unicodeExpression = (source: string, flags = 'u'): RegExp => new RegExp(source, flags);

/** Whether a text is printable ASCII, as nearly all are: then no such expression is needed. */
export const isPlainText = (text: string): boolean => /^[ -~]*$/.test(text);

const BLANKS = '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+';

/** Makes one blank of each run of blanks, control and invisible characters. */
export const joinBlanks = (text: string): string =>
  text.replace(isPlainText(text) ? / +/g : unicodeExpression(BLANKS, 'gu'), ' ');

/**
 * Makes a text that came from the network fit to print: one line, no control or invisible
 * characters, nothing that a workflow runner takes for a command, and cut after 600 characters.
 */
export function cleanCloudText(text: string, maxLength = MAX_LENGTH): string {
  const clean = joinBlanks(text.toWellFormed())
    .replace(/:(?=:)/g, ': ')
    .replaceAll('##[', '# #[')
    .trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength).toWellFormed()}…` : clean;
}

/** Where the echo of a request begins: its method, its headers, or the word for it. */
const ECHO =
  /canonical|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s*(?:\||\n|\\n)|x-(?:sdk-date|security-token|auth-token)|authorization\s*:|\|\//i;

/**
 * Cuts off the canonical request that a gateway appends to "bad signature": it can hold
 * the values of signed headers, a security token among them.
 */
export function withoutCanonicalRequest(text: string): string {
  const start = text.search(ECHO);
  if (start < 0) return text;
  let end = start;
  while (end > 0 && /[\s,;:([{"'-]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

const escapeRest = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Escapes everything but letters, digits, `-`, `.`, `_` and `~`, as signatures need it. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, escapeRest);

/** UTC to the second, like `2020-07-06T17:17:05Z`. */
export const formatTime = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** `3725000` → `1h 2m 5s`; under a minute `12s`, under a second `0.4s`. Takes milliseconds. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'any time';
  if (ms >= 50 && ms < 950) return `${(ms / 1000).toFixed(1)}s`;
  const total = Math.max(0, Math.round(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const parts = [hours > 0 && `${hours}h`, (hours > 0 || minutes > 0) && `${minutes}m`];
  return [...parts, `${total % 60}s`].filter(Boolean).join(' ');
}

/** How many letters have to be put in, taken out, changed, or swapped with their neighbours. */
export function countDifferences(one: string, other: string): number {
  const known = new Map<string, number>();
  function count(length: number, otherLength: number): number {
    if (length === 0 || otherLength === 0) return length + otherLength;
    const key = `${length} ${otherLength}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const [before, last] = [one[length - 2], one[length - 1]];
    const [otherBefore, otherLast] = [other[otherLength - 2], other[otherLength - 1]];
    const isSwap = before !== undefined && before === otherLast && last === otherBefore;
    const least = Math.min(
      count(length - 1, otherLength) + 1,
      count(length, otherLength - 1) + 1,
      count(length - 1, otherLength - 1) + (last === otherLast ? 0 : 1),
      isSwap ? count(length - 2, otherLength - 2) + 1 : Number.POSITIVE_INFINITY,
    );
    known.set(key, least);
    return least;
  }
  return count(one.length, other.length);
}

/** An id, and behind it the name of what it stands for, where that is known. */
export const withName = (id: string, name: string | undefined): string =>
  name ? `${id} (${name})` : id;

const LONGEST_SHOWN = 80;

/** A value as a message shows it: on one line, in quotes, and not too long. Never for a secret. */
export const showValue = (text: string): string =>
  JSON.stringify(cleanCloudText(text, LONGEST_SHOWN));

/** What came along when a value was written or pasted; `write` where leaving it out is all. */
interface Slip {
  readonly what: string;
  readonly write?: string;
}

const SLIPS: readonly (readonly [RegExp, Slip])[] = [
  [/^["'`“”„‘’]|["'`“”‘’]$/, { what: 'has quotes around it', write: 'leave them out' }],
  [/^[[{(]|^[^[{(]*[\]})]$/, { what: 'has brackets around it', write: 'leave them out' }],
  [/^[-*] /, { what: 'begins as an entry of a list', write: 'leave out what is before the value' }],
  [/^#/, { what: 'begins with #, which makes no comment here', write: 'leave it out' }],
  [/\s#/, { what: 'has # in it, which makes no comment here', write: 'leave out what follows' }],
  [/\s/, { what: 'has a blank inside' }],
];

export interface Wrong {
  /** After the value, where nothing else explains it: `is not an instance id`. */
  readonly isNot: string;
  /** What to write, after a colon. */
  readonly write: string;
}

const slipOf = (text: string) => SLIPS.find(([pattern]) => pattern.test(text.trim()))?.[1];

/** What came along with the value and only has to be left out. */
export function findSlip(text: string): string | undefined {
  const slip = slipOf(text);
  return slip?.write && `${showValue(text)} ${slip.what}: ${slip.write}`;
}

/** The value, what is wrong with it, and what to write instead. */
export const describeWrong = (text: string, { isNot, write }: Wrong): string =>
  findSlip(text) ?? `${showValue(text)} ${slipOf(text)?.what ?? isNot}: ${write}`;
