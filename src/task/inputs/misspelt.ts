import type { Problem } from '../../errors/request-errors.ts';
import { countDifferences } from '../../runtime/text.ts';
import type { Words } from '../words.ts';
import { trimInput } from './environment.ts';
import { type InputName, inputFields } from './fields.ts';

const NAMES = Object.keys(inputFields).filter((name): name is InputName =>
  Object.hasOwn(inputFields, name),
);

const lettersOf = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');

/** How many letters may be off: a short name is soon like another word. */
const mayDiffer = ({ length }: string) => (length >= 10 ? 2 : length >= 6 ? 1 : 0);

/** The input that such a name is nearly; the nearest, and the first of several. */
function findMeant(written: string): InputName | undefined {
  const letters = lettersOf(written);
  const near = NAMES.map((name) => {
    const own = lettersOf(name);
    const most = mayDiffer(own);
    // A much longer or shorter one needs no closer comparison.
    const isLike = Math.abs(own.length - letters.length) <= most;
    return { name, most, off: isLike ? countDifferences(own, letters) : Number.POSITIVE_INFINITY };
  }).filter(({ off, most }) => off <= most);
  return near.toSorted((a, b) => a.off - b.off)[0]?.name;
}

/** An input under a name that nobody reads. */
export interface Misspelt {
  readonly written: string;
  readonly meant: InputName;
  readonly value: string;
  /** What to do where it was not meant at all. */
  readonly wayOut?: string;
}

/**
 * Inputs that are none, but nearly. Where ours was given, or says the same, nothing is wrong: some
 * runners leave a composite action's own inputs in the environment of its steps.
 */
export function listMisspelt(
  all: readonly (readonly [written: string, text: string])[],
  given: Readonly<Record<string, string>>,
): readonly Misspelt[] {
  return all.flatMap(([written, text]): readonly Misspelt[] => {
    if (NAMES.some((name) => name === written)) return [];
    const meant = findMeant(written);
    if (meant === undefined) return [];
    const standard = inputFields[meant].default ?? '';
    const ours = given[meant] ?? standard;
    const value = trimInput(meant, text);
    const isSame = [ours, ''].includes(value);
    return ours !== standard || isSame ? [] : [{ written, meant, value }];
  });
}

/** In front of all other problems, which are told as if the name were right. */
export const describeMisspelt = ({ written, meant, wayOut }: Misspelt, words: Words): Problem => ({
  input: `${written} is no input`,
  problem: [`did you mean ${words.input(meant)}?`, wayOut].filter(Boolean).join(' '),
});
