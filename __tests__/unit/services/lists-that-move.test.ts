import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ListMovedError } from '../../../src/index.ts';
import { readPages } from '../../../src/services/pages.ts';
import { type ChangingListSetup, changingList, numbered } from '../../support/changing-list.ts';
import { randomRuns } from '../../support/long-runs.ts';

/** What a reading showed, in its order, and whether it says that it may lack some. */
async function read(setup: ChangingListSetup) {
  const { ids, offsets, askPage } = changingList(setup);
  const shown: string[] = [];
  try {
    for await (const { entries } of readPages(askPage, 'backups of RDS'))
      shown.push(...entries.map(({ id }) => id));
    return { shown, offsets, left: ids, error: undefined };
  } catch (error) {
    return { shown, offsets, left: ids, error };
  }
}

const removeFirst = (times: number) => (ids: string[], call: number) => {
  if (call > 0) ids.splice(0, times);
};
const addInFront = (times: number) => (ids: string[], call: number) => {
  if (call > 0) ids.unshift(...numbered(times, `new-${call}`));
};

test('the first of the second page is read, though one of the first page was deleted between them', async () => {
  const { shown, error } = await read({
    ids: numbered(130),
    change: (ids, call) => void (call === 1 && ids.splice(3, 1)),
  });
  expect(error).toBeUndefined();
  expect(shown.toSorted()).toEqual(numbered(130).toSorted());
});

test('the last entry of a page may be the one that was deleted', async () => {
  const { shown, error } = await read({
    ids: numbered(130),
    change: (ids, call) => void (call === 1 && ids.splice(99, 1)),
  });
  expect({ count: shown.length, error }).toEqual({ count: 130, error: undefined });
});

test('new ones at the front move the others back, which costs no call', async () => {
  const { shown, offsets, error } = await read({ ids: numbered(250), change: addInFront(7) });
  expect(error).toBeUndefined();
  expect(shown.slice(0, 250)).toEqual(numbered(250));
  expect(offsets).toEqual([undefined, 99, 198]);
});

test('the place is found again when more is new than a page holds', async () => {
  const { shown, error } = await read({
    ids: numbered(250),
    change: (ids, call) => void (call === 1 && ids.unshift(...numbered(150, 'new'))),
  });
  expect(error).toBeUndefined();
  expect(shown).toEqual(expect.arrayContaining(numbered(250)));
});

test.each([1, 5, 40])(
  'where %d are deleted in front before every call, all that stay are read',
  async (times) => {
    const { shown, left, error } = await read({ ids: numbered(900), change: removeFirst(times) });
    expect(error).toBeUndefined();
    expect(shown).toEqual(expect.arrayContaining(left));
  },
);

/** What others do before one call. */
const step = fc.record({
  added: fc.integer({ min: 0, max: 12 }),
  removed: fc.array(fc.nat(1_000), { maxLength: 12 }),
});

const restless = fc.record({
  count: fc.integer({ min: 0, max: 450 }),
  most: fc.oneof(fc.constant(100), fc.integer({ min: 20, max: 100 })),
  isCounted: fc.boolean(),
  steps: fc.array(step, { maxLength: 40 }),
});

const play = ({
  count,
  most,
  isCounted,
  steps,
}: typeof restless extends fc.Arbitrary<infer T> ? T : never) =>
  read({
    ids: numbered(count),
    most,
    isCounted,
    change(ids, call) {
      const { added, removed } = steps[call - 1] ?? { added: 0, removed: [] };
      ids.unshift(...numbered(added, `new-${call}`));
      for (const at of removed) if (ids.length > 0) ids.splice(at % ids.length, 1);
    },
  });

test('whatever others make and delete meanwhile: what is there all the time is read, or the list is said to have moved', () =>
  fc.assert(
    fc.asyncProperty(restless, async (drawn) => {
      const { shown, left, error } = await play(drawn);
      if (error !== undefined) return expect(error).toBeInstanceOf(ListMovedError);
      const stayed = left.filter((id) => !id.startsWith('new'));
      expect(stayed.filter((id) => !shown.includes(id))).toEqual([]);
      expect(new Set(shown).size).toBe(shown.length);
    }),
    randomRuns(300, 5_000),
  ));

test('a server with whole pages is never said to have moved by a dozen changes before each call', () =>
  fc.assert(
    fc.asyncProperty(restless, async (drawn) => {
      expect((await play({ ...drawn, most: 100 })).error).toBeUndefined();
    }),
    randomRuns(300, 5_000),
  ));

test('a first page that is empty though it counts says nothing', async () => {
  const { shown, offsets, error } = await read({ ids: numbered(3), isEmpty: () => true });
  expect(shown).toEqual([]);
  expect(offsets).toEqual([undefined]);
  expect(error).toBeInstanceOf(ListMovedError);
  expect(String(error)).toContain('counts 3 backups of RDS and lists none of them');
});

test('a further page that is empty though it counts is asked for once more, from further in front', async () => {
  const { shown, error } = await read({ ids: numbered(230), isEmpty: (call) => call === 1 });
  expect({ shown, error }).toEqual({ shown: numbered(230), error: undefined });
});

test('further pages that stay empty though they are counted say nothing of what is behind', async () => {
  const { shown, offsets, error } = await read({
    ids: numbered(450),
    isEmpty: (call) => call > 0,
  });
  expect(shown).toEqual(numbered(100));
  expect(error).toBeInstanceOf(ListMovedError);
  expect(offsets.length).toBeLessThan(12);
});

test.each<[string, Partial<ChangingListSetup>, number]>([
  ['ignores the offset', { findStart: () => 0 }, 100],
  ['begins pages at full hundreds', { findStart: (offset) => offset - (offset % 100) }, 250],
  ['gives the last page again and again', { findStart: (offset) => Math.min(offset, 150) }, 250],
  ['gives one a page', { most: 1 }, 250],
  ['gives two a page', { most: 2 }, 250],
  ['gives one a page and counts nothing', { most: 1, isCounted: false }, 250],
  ['gives 99 a page and counts nothing', { most: 99, isCounted: false }, 250],
  ['counts nothing', { isCounted: false }, 250],
])('of a server that %s all is read that it shows', async (_, setup, count) => {
  const { shown, error } = await read({ ids: numbered(250), ...setup });
  expect({ shown, error }).toEqual({ shown: numbered(count), error: undefined });
});

test('a server that gives one a page is said to have moved no more than once, and read on', async () => {
  const { shown, error } = await read({
    ids: numbered(20),
    most: 1,
    change: (ids, call) => void (call === 9 && ids.shift()),
  });
  expect({ count: shown.length, error }).toEqual({ count: 20, error: undefined });
});
