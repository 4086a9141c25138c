import { expect, test } from '@jest/globals';
import {
  type Awaited,
  type FleetState,
  type ListState,
  plan,
} from '../../../../src/backup/wait/plan.ts';
import { checkRows } from '../../../support/table.ts';

const NOW_MS = 3_600_000;
const FAR_MS = 2 * NOW_MS;

/** One that was asked for 10 s ago and rests for 30 s. */
const one = (key: string, changes: Partial<Awaited> = {}): Awaited => ({
  key,
  askedMs: NOW_MS - 10_200,
  sinceMs: NOW_MS - 10_000,
  pauseMs: 30_000,
  deadlineMs: FAR_MS,
  isWanted: true,
  shown: undefined,
  shownMs: 0,
  ...changes,
});
const askedAgo = (ms: number) => ({ askedMs: NOW_MS - ms, sinceMs: NOW_MS - ms });
const shown = (as: 'backing-up' | 'ended', agoMs: number) => ({
  shown: as,
  shownMs: NOW_MS - agoMs,
});

const noList: ListState = { pageCount: 1, reading: 'none', nextMs: FAR_MS };
const state = (awaited: readonly Awaited[], changes: Partial<FleetState> = {}): FleetState => ({
  awaited,
  list: noList,
  queued: undefined,
  sentMs: NOW_MS - 10_000,
  wasPage: false,
  ...changes,
});

/** The next call in a word, or after how many milliseconds there may be one. */
function next(given: FleetState): string | number {
  const { call, nextMs } = plan(given, NOW_MS);
  if (call === undefined) return Math.round(nextMs - NOW_MS);
  return call.ask === 'page' ? 'page' : `${call.ask.key} as ${call.precedence}`;
}

const few = (count: number, changes: Partial<Awaited> = {}) =>
  Array.from({ length: count }, (_, at) => one(`db-${at + 1}`, changes));
const due = one('due', askedAgo(31_000));
const ended = one('ended', shown('ended', 1_000));

type Row = readonly [what: string, given: FleetState, next: string | number];

const rows: readonly Row[] = [
  ['none that waits', state([]), Number.POSITIVE_INFINITY],
  ['one that rests', state([one('a')]), 20_000],
  ['one that is due', state([due]), 'due as poll'],
  ['one that is due, whose answer is under way', state([{ ...due, isWanted: false }]), Infinity],
  ['a rest of more than 30 s', state([one('a', { pauseMs: 90_000 })]), 20_000],
  [
    'two that are due: the one that was not asked for the longest',
    state([due, one('b', askedAgo(40_000)), one('c', askedAgo(35_000))]),
    'b as poll',
  ],
  ['a call less than 600 ms ago', state([due], { sentMs: NOW_MS - 100 }), 500],
  ['a call that has not gone out', state([due, ended], { queued: 'poll' }), Infinity],

  ['one that has left the state', state([due, ended]), 'ended as ended'],
  [
    'one that had left it when it was asked for last',
    state([due, one('b', shown('ended', 20_000))]),
    'due as poll',
  ],
  [
    'one that is shown in it: twelve times as rarely',
    state([one('a', { ...askedAgo(100_000), ...shown('backing-up', 0) })]),
    30_600,
  ],
  [
    'the same among many, of which the list is believed for longer',
    state([
      ...few(1_000),
      one('a', { ...askedAgo(361_000), pauseMs: 30_000, ...shown('backing-up', 10_000) }),
    ]),
    'a as poll',
  ],
  [
    'of a short age, which rests for 2 s at least',
    state([...few(100), one('a', { ...askedAgo(23_000), pauseMs: 0, ...shown('backing-up', 0) })]),
    1_000,
  ],
  [
    'a word that is older than a round and half a minute',
    state([one('a', { ...askedAgo(60_000), ...shown('backing-up', 30_601) })]),
    'a as poll',
  ],
  [
    'one in it that is due, and another that is: by their rests',
    state([...few(100), due, one('a', { ...askedAgo(370_000), ...shown('backing-up', 0) })]),
    'due as poll',
  ],

  ['the list, where it may be read', state(few(4), { list: { ...noList, nextMs: 0 } }), 'page'],
  ['three alone', state(few(3), { list: { ...noList, nextMs: 0 } }), 20_000],
  [
    'a list too long for so few',
    state(few(11), { list: { ...noList, pageCount: 3, nextMs: 0 } }),
    20_000,
  ],
  [
    'a list that is due in 5 s',
    state(few(4), { list: { ...noList, nextMs: NOW_MS + 5_000 } }),
    5_000,
  ],
  [
    'a page of a reading that has begun, for however few',
    state([one('a')], { list: { pageCount: 9, reading: 'ready', nextMs: 0 } }),
    'page',
  ],
  [
    'a page whose answer is under way',
    state([one('a')], { list: { pageCount: 9, reading: 'asked', nextMs: 0 } }),
    20_000,
  ],
  [
    'polls go on: a page and one that is due, by turns',
    state([due], { list: { pageCount: 9, reading: 'ready', nextMs: 0 }, wasPage: true }),
    'due as poll',
  ],
  [
    'and the page after that',
    state([due], { list: { pageCount: 9, reading: 'ready', nextMs: 0 } }),
    'page',
  ],
  [
    'what has left the state goes before a page',
    state([ended], { list: { pageCount: 9, reading: 'ready', nextMs: 0 } }),
    'ended as ended',
  ],
  ['a service without such a list', state(few(9), { list: undefined }), 20_000],

  ['one at its deadline', state([one('a', { deadlineMs: NOW_MS })]), 'a as deadline'],
  ['one 5 s before it', state([one('a', { deadlineMs: NOW_MS + 5_000 })]), 5_000],
  [
    'thirty-one before their deadline: so early that each has a third of a second',
    state(few(31, { deadlineMs: NOW_MS + 10_100 })),
    100,
  ],
  [
    'when that begins, the one that was not asked for the longest',
    state([
      ...few(30, { deadlineMs: NOW_MS + 10_000 }),
      one('a', { askedMs: NOW_MS - 20_000, deadlineMs: NOW_MS + 10_000 }),
    ]),
    'a as deadline',
  ],
  [
    'one of them that has left the state',
    state([
      ...few(30, { deadlineMs: NOW_MS + 10_000 }),
      one('a', { deadlineMs: NOW_MS + 10_000, askedMs: NOW_MS - 9_000, ...shown('ended', 0) }),
    ]),
    'a as deadline',
  ],
  [
    'one with an earlier deadline',
    state([...few(2, { deadlineMs: NOW_MS }), one('a', { deadlineMs: NOW_MS - 500 })]),
    'a as deadline',
  ],
  [
    'those that were asked for since that began',
    state(few(31, { deadlineMs: NOW_MS + 5_000, askedMs: NOW_MS - 4_000 })),
    20_000,
  ],
  [
    'at a deadline 333 ms between two calls are enough',
    state([one('a', { deadlineMs: NOW_MS })], { sentMs: NOW_MS - 100 }),
    233,
  ],
  [
    'at a deadline another call that has not gone out holds up nothing',
    state([one('a', { deadlineMs: NOW_MS })], { queued: 'poll' }),
    'a as deadline',
  ],
  [
    'but for one that the deadline waits for as well',
    state([one('a', { deadlineMs: NOW_MS })], { queued: 'deadline' }),
    Number.POSITIVE_INFINITY,
  ],
];

test('what is asked for next', () =>
  checkRows(rows, (_, given, expected) => {
    expect(next(given)).toBe(expected);
  }));
