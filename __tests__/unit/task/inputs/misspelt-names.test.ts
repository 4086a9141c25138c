import { expect, test } from '@jest/globals';
import { stepWords } from '../../../../src/action/step-words.ts';
import { inputFields } from '../../../../src/task/inputs/fields.ts';
import { describeMisspelt, listMisspelt } from '../../../../src/task/inputs/misspelt.ts';
import { checkRows } from '../../../support/table.ts';

type Texts = Readonly<Record<string, string>>;

/** Inputs as a workflow wrote them, and what is said of their names; GitHub passes them on in capitals. */
function linesOf(inputs: Texts, given: Texts = {}) {
  const written = Object.entries(inputs).map(([name, text]) => [name.toLowerCase(), text] as const);
  return listMisspelt(written, given).map((found) => {
    const { input, problem } = describeMisspelt(found, stepWords);
    return `${input}: ${problem}`;
  });
}

test('each misspelt name is asked about', () =>
  checkRows<[string, Texts, string]>(
    [
      ['a dash', { 'dry-run': 'true' }, 'dry-run is no input: did you mean dry_run?'],
      ['no line at all', { dryRun: 'true' }, 'dryrun is no input: did you mean dry_run?'],
      [
        'a guard',
        { 'instance-name': 'shop' },
        'instance-name is no input: did you mean instance_name?',
      ],
      ['a short one', { 'to-ken': 'x' }, 'to-ken is no input: did you mean token?'],
      ['one letter too many', { targetss: 'x' }, 'targetss is no input: did you mean targets?'],
      ['two neighbours swapped', { regoin: 'x' }, 'regoin is no input: did you mean region?'],
      [
        'two letters off',
        { busy_timout_s: '1m' },
        'busy_timout_s is no input: did you mean busy_timeout?',
      ],
      [
        'two more',
        { db_instance_id: 'x' },
        'db_instance_id is no input: did you mean instance_id?',
      ],
    ],
    (_, inputs, line) => {
      expect(linesOf(inputs)).toEqual([line]);
    },
  ));

test('a name that is not misspelt is not', () =>
  checkRows<[string, Texts]>(
    [
      ['a name like none of ours', { account: 'x', timeout: '5m', project: 'x', agency: 'x' }],
      ['a short name with a letter off', { tokens: 'x', name2: 'x', cloud9: 'x', waits: 'false' }],
      ['six to nine letters, two off', { regionsx: 'x', databasenames: 'x' }],
      ['ten letters, three off', { project_full_id: 'x' }],
      ['an empty one', { 'instance-name': ' ' }],
      ['what says the default', { 'dry-run': 'false', 'wait-timeout': '60m' }],
    ],
    (_, inputs) => {
      expect(linesOf(inputs)).toEqual([]);
    },
  ));

test('no input is taken for a wrong name of another', () => {
  const all = Object.keys(inputFields).map((name) => [name, 'some text']);
  expect(linesOf(Object.fromEntries(all))).toEqual([]);
});

test('where ours was given, another like it is somebody else’s', () => {
  expect(linesOf({ 'dry-run': 'true' }, { dry_run: 'true' })).toEqual([]);
  expect(linesOf({ 'wait-timeout': '5m' }, { wait_timeout: '10m' })).toEqual([]);
  expect(linesOf({ 'wait-timeout': '5m' }, { wait_timeout: '60m' })).toHaveLength(1);
});

test.each(['true', 'false'])(
  'a composite action whose dry-run: %s passes on dry_run works where its inputs stay in the environment',
  (wanted) => {
    expect(linesOf({ 'dry-run': wanted, 'instance-name': '' }, { dry_run: wanted })).toEqual([]);
  },
);
