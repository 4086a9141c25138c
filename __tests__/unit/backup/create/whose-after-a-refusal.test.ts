import { expect, test } from '@jest/globals';
import {
  type ExpectedBackup,
  findOwner,
  type Owner,
} from '../../../../src/backup/create/ownership.ts';
import type { BackupRecord } from '../../../../src/services/service.ts';
import { checkRows } from '../../../support/table.ts';

const ASKED = '2026-11-21T08:00:00Z';
const OWN = 'octo-org/shop at 0123456, run 1 attempt 1, job deploy by octocat (40000000)';

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
  description: OWN,
};

const expected: ExpectedBackup = {
  name: 'nightly',
  hasUniqueName: false,
  description: OWN,
  hasUniqueDescription: true,
  knownIds: new Set(['b-0']),
  askedAtMs: Date.parse(ASKED),
};

type Row = readonly [
  what: string,
  changes: { readonly listed?: Partial<BackupRecord>; readonly wanted?: Partial<ExpectedBackup> },
  owner: Owner,
];

const given = { description: 'before v2', hasUniqueDescription: false };
const ownName = { hasUniqueName: true, hasUniqueDescription: false };

const rows: readonly Row[] = [
  ['the user’s name, new, with the description that is ours', {}, 'us'],
  ['the same, failed already', { listed: { status: 'FAILED' } }, 'us'],
  ['another description', { listed: { description: 'by hand' } }, 'another'],
  ['begun before we asked', { listed: { beginTime: '2026-11-21T07:54:59Z' } }, 'another'],
  ['there before', { listed: { id: 'b-0' } }, 'another'],
  ['an automated one', { listed: { type: 'auto' } }, 'another'],
  ['another name', { listed: { name: 'nightly2' } }, 'another'],
  ['no description in the list', { listed: { description: undefined } }, 'unknown'],
  ['no time in the list', { listed: { beginTime: undefined } }, 'unknown'],
  ['no type in the list', { listed: { type: undefined } }, 'unknown'],
  ['the name in other letters', { listed: { name: 'NIGHTLY' } }, 'unknown'],
  [
    'a given description that is alike',
    { listed: { description: 'before v2' }, wanted: given },
    'unknown',
  ],
  [
    'a given description that is not',
    { listed: { description: 'before v1' }, wanted: given },
    'another',
  ],
  [
    'no description asked for, and none in the list',
    { listed: { description: undefined }, wanted: { ...given, description: undefined } },
    'unknown',
  ],
  [
    'no description asked for, and one in the list',
    { wanted: { ...given, description: '' } },
    'another',
  ],
  [
    'a name that nothing else makes up, however described',
    { listed: { description: 'x' }, wanted: ownName },
    'us',
  ],
  ['the same in other letters', { listed: { name: 'Nightly' }, wanted: ownName }, 'unknown'],
];

test('after a refusal only what nothing else makes up is ours, and what can’t be told is neither', () =>
  checkRows(rows, (_, { listed, wanted }, owner) => {
    expect(findOwner({ ...record, ...listed }, { ...expected, ...wanted })).toBe(owner);
  }));
