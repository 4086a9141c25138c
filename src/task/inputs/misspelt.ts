import type { Problem } from '../../errors/request-errors.ts';
import { countDifferences } from '../../runtime/text.ts';
import { trimInput } from './environment.ts';
import { inputFields } from './fields.ts';

/** Inputs by their names, some with a default. */
export type KnownInputs = Readonly<Record<string, { readonly default?: unknown }>>;

const lettersOf = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');

/** How many letters may be off: a short name is soon like another word. */
const mayDiffer = ({ length }: string) => (length >= 10 ? 2 : length >= 6 ? 1 : 0);

/** Which of these names this one is nearly; the nearest, and the first of several. */
export function findMeant(written: string, names: readonly string[]): string | undefined {
  const letters = lettersOf(written);
  const near = names
    .map((name) => {
      const own = lettersOf(name);
      const most = mayDiffer(own);
      // A much longer or shorter one needs no closer comparison.
      const isLike = Math.abs(own.length - letters.length) <= most;
      return {
        name,
        most,
        off: isLike ? countDifferences(own, letters) : Number.POSITIVE_INFINITY,
      };
    })
    .filter(({ off, most }) => off <= most);
  return near.toSorted((a, b) => a.off - b.off)[0]?.name;
}

/** An input under a name that nobody reads. */
export interface Misspelt {
  readonly written: string;
  readonly meant: string;
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
  known: KnownInputs = inputFields,
): readonly Misspelt[] {
  const names = Object.keys(known);
  return all.flatMap(([written, text]): readonly Misspelt[] => {
    if (names.some((name) => name === written)) return [];
    const meant = findMeant(written, names);
    if (meant === undefined) return [];
    const standard = known[meant]?.default ?? '';
    const ours = given[meant] ?? standard;
    const value = trimInput(meant, text);
    const isSame = [ours, ''].includes(value);
    return ours !== standard || isSame ? [] : [{ written, meant, value }];
  });
}

/** In front of all other problems, which are told as if the name were right. */
export const describeMisspelt = (
  { written, meant, wayOut }: Misspelt,
  words: { input(name: string): string },
): Problem => ({
  input: `${written} is no input`,
  problem: [`did you mean ${words.input(meant)}?`, wayOut].filter(Boolean).join(' '),
});
