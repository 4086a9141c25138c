import { expect, test } from '@jest/globals';
import { type ExpectedBackup, matches } from '../../../../src/backup/create/ownership.ts';
import type { BackupRecord } from '../../../../src/services/service.ts';
import { checkRows } from '../../../support/table.ts';

const ASKED = '2026-11-21T08:00:00Z';

const record: BackupRecord = {
  id: 'b-1',
  name: 'nightly',
  instanceId: 'i-1',
  status: 'BUILDING',
  statusWord: 'BUILDING',
  type: 'manual',
  beginTime: ASKED,
  endTime: undefined,
  sizeMb: undefined,
  description: 'before v2',
};

const expected: ExpectedBackup = {
  name: 'nightly',
  hasUniqueName: false,
  hasUniqueDescription: false,
  description: 'before v2',
  knownIds: new Set(['b-0']),
  askedAtMs: Date.parse(ASKED),
};

interface Case {
  readonly what: string;
  readonly listed?: Partial<BackupRecord>;
  readonly wanted?: Partial<ExpectedBackup>;
}

const own: readonly Case[] = [
  { what: 'new, manual, begun now, described alike' },
  { what: 'begun a minute after we asked', listed: { beginTime: '2026-11-21T08:01:00Z' } },
  { what: 'begun long after we asked', listed: { beginTime: '2026-11-22T08:00:00Z' } },
  { what: 'begun five minutes before', listed: { beginTime: '2026-11-21T07:55:00Z' } },
  { what: 'without a description in the list', listed: { description: undefined } },
  {
    what: 'with no description asked for and none in the list',
    listed: { description: undefined },
    wanted: { description: undefined },
  },
  { what: 'completed already', listed: { status: 'COMPLETED', statusWord: 'COMPLETED' } },
  { what: 'failed already', listed: { status: 'FAILED', statusWord: 'FAILED' } },
];

const foreign: readonly Case[] = [
  { what: 'another name', listed: { name: 'nightly2' } },
  { what: 'the name in other letters', listed: { name: 'Nightly' } },
  { what: 'no name', listed: { name: undefined } },
  { what: 'an automatic one', listed: { type: 'auto' } },
  { what: 'one of an unknown type', listed: { type: undefined } },
  { what: 'an incremental one', listed: { type: 'incremental' } },
  { what: 'one that was there before', listed: { id: 'b-0' } },
  { what: 'begun a second too early', listed: { beginTime: '2026-11-21T07:54:59Z' } },
  { what: 'begun a day before', listed: { beginTime: '2026-11-20T08:00:00Z' } },
  { what: 'begun at an unknown time', listed: { beginTime: undefined } },
  { what: 'begun at a time that is none', listed: { beginTime: 'soon' } },
  { what: 'described otherwise', listed: { description: 'before v1' } },
  { what: 'described, though we asked for none', wanted: { description: undefined } },
];

/** Where nobody else makes up the name, only name, type and age still count. */
const ownByName = new Set([
  'one of an unknown type',
  'begun a second too early',
  'begun a day before',
  'begun at an unknown time',
  'begun at a time that is none',
  'described otherwise',
  'described, though we asked for none',
]);

const judge = ({ listed, wanted }: Case, hasUniqueName: boolean) =>
  matches({ ...record, ...listed }, { ...expected, ...wanted, hasUniqueName });

test('what is ours is found to be', () =>
  checkRows(own, (example) => {
    expect([judge(example, false), judge(example, true)]).toEqual([true, true]);
  }));

test('what is not ours is not', () =>
  checkRows(foreign, (example) => {
    expect(judge(example, false)).toBe(false);
  }));

test('what is not ours is not with a name of our own either', () =>
  checkRows(foreign, (example) => {
    expect(judge(example, true)).toBe(ownByName.has(example.what));
  }));
