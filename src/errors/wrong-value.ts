import { cleanCloudText } from '../runtime/text.ts';

const LONGEST_SHOWN = 80;

/** A value as a message shows it: on one line, in quotes, and not too long. Never for a secret. */
export const showValue = (text: string): string =>
  JSON.stringify(cleanCloudText(text, LONGEST_SHOWN));

/** What came along when a value was written or pasted; `mend` where leaving it out is all. */
interface Slip {
  readonly what: string;
  readonly mend?: string;
}

const SLIPS: readonly (readonly [RegExp, Slip])[] = [
  [/^["'`“”„‘’]|["'`“”‘’]$/, { what: 'has quotes around it', mend: 'leave them out' }],
  [/^[[{(]|^[^[{(]*[\]})]$/, { what: 'has brackets around it', mend: 'leave them out' }],
  [/^[-*] /, { what: 'begins as an entry of a list', mend: 'leave out what is before the value' }],
  [/^#/, { what: 'begins with #, which makes no comment here', mend: 'leave it out' }],
  [/\s#/, { what: 'has # in it, which makes no comment here', mend: 'leave out what follows' }],
  [/\s/, { what: 'has a blank inside' }],
];

export interface Wrong {
  /** After the value, where nothing else explains it: `is not an instance id`. */
  readonly isNot: string;
  /** What to write, after a colon. */
  readonly write: string;
}

/** The value, what is wrong with it, and what to write instead. */
export function describeWrong(text: string, { isNot, write }: Wrong): string {
  const slip = SLIPS.find(([pattern]) => pattern.test(text.trim()))?.[1];
  return `${showValue(text)} ${slip?.what ?? isNot}: ${slip?.mend ?? write}`;
}
