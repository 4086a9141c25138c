import sequencer from '@jest/test-sequencer';

// Its types are those of its CommonJS form, whose class is a member; Node imports the other form.
const Sequencer = sequencer as unknown as typeof sequencer.default;

type Tests = Parameters<sequencer.default['sort']>[0];

/** The rooms whose suites take longest, the longest first: they play whole runs, or start processes. */
const LONG = [
  'faults',
  'docs',
  'process',
  'package',
  'bench',
  'structure',
  'action',
  'fuzz',
  'login',
];

const rankOf = (path: string) => {
  const folders = path.split(/[\\/]/);
  const rank = LONG.indexOf(folders[folders.lastIndexOf('__tests__') + 1] ?? '');
  return rank < 0 ? LONG.length : rank;
};

/** Jest's order, by times that it measured; in a clean clone, where it has none, the long rooms first. */
export default class LongestFirst extends Sequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((one, other) => rankOf(one.path) - rankOf(other.path));
  }
}
