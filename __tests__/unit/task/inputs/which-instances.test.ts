import { expect, test } from '@jest/globals';
import { InputError } from '../../../../src/index.ts';
import { serviceIds } from '../../../../src/services/index.ts';
import { parseRaw } from '../../../support/parse-raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

type Raw = Readonly<Record<string, string>>;

const ID = 'd8e6ca5a624745bcb546a227aa3ae1cfin01';
const OTHER = 'ed7cc6166ec24360a5ed5c5c9c2ed726in01';
const TAURUS = '07033b125fd94a8a96896f8bcfee6ddain07';

/** A step that is right but for which instances it means; an empty text leaves an input out. */
const whole = (changes: Raw): Raw =>
  Object.fromEntries(
    Object.entries({ region: 'eu-de', token: 'the-token', ...changes }).filter(([, text]) => text),
  );
const one = (changes: Raw): Raw => whole({ service: 'rds', instance_id: ID, ...changes });

function linesOf(raw: Raw): readonly string[] {
  try {
    parseRaw(raw);
  } catch (error) {
    if (error instanceof InputError)
      return error.problems.map(({ input, problem }) => `${input}: ${problem}`);
    throw error;
  }
  return [];
}

const known = `write one of ${serviceIds.join(', ')}`;
const writeId = 'write the id from the console, letters, digits and - only';
const noService = `service: is required: ${known}; or targets for several`;
const noId =
  'instance_id: is required: write the id of the instance, from the console; or its name, as instance_name';
const bySelf = 'targets: names services and instances by itself: leave out';

test.each([[`${ID}\n${OTHER}`], [`${ID},${OTHER}`], [`\r\n ${ID} ,\r\n\r\n,${OTHER},\n`]])(
  'several ids, a line each or with commas, are the targets in this order: %j',
  (text) => {
    expect(parseRaw(one({ instance_id: text })).targets).toEqual([
      { service: 'rds', instanceId: ID },
      { service: 'rds', instanceId: OTHER },
    ]);
  },
);

test.each([
  [`rds:${ID}\ntaurusdb:${TAURUS}`],
  [`rds-v3: ${ID}, gaussdb-mysql :${TAURUS},`],
  [`\n  rds:${ID}\r\n\r\n  taurusdb:${TAURUS}\n`],
])('targets are lines of a service and an id: %j', (targets) => {
  expect(parseRaw(whole({ targets })).targets).toEqual([
    { service: 'rds', instanceId: ID },
    { service: 'taurusdb', instanceId: TAURUS },
  ]);
});

test('a name alone is a target whose id is not known yet; beside an id it is a guard', () => {
  expect(parseRaw(one({ instance_id: '', instance_name: 'shop' }))).toMatchObject({
    targets: [{ service: 'rds', instanceId: undefined }],
    instanceName: 'shop',
  });
  expect(parseRaw(one({ instance_name: 'shop' }))).toMatchObject({
    targets: [{ service: 'rds', instanceId: ID }],
    instanceName: 'shop',
  });
});

test('each way not to say which instances has its lines', () =>
  checkRows<[string, Raw, readonly string[]]>(
    [
      ['neither service nor id nor targets', whole({}), [noService, noId]],
      ['an id without its service', one({ service: '' }), [noService]],
      ['a name without a service', whole({ instance_name: 'shop' }), [noService]],
      ['a service alone', one({ instance_id: '' }), [noId]],
      [
        'separators alone',
        one({ instance_id: ',\n,' }),
        ['instance_id: has no id: write the id of the instance'],
      ],
      [
        'one wrong id',
        one({ instance_id: 'a/b' }),
        [`instance_id: "a/b" is not an instance id: ${writeId}`],
      ],
      [
        'a wrong one of several',
        one({ instance_id: `${ID},a b` }),
        [`instance_id: (number 2) "a b" has a blank inside: ${writeId}`],
      ],
      [
        'an id twice',
        one({ instance_id: `${ID}\n${OTHER}\n${ID}` }),
        [`instance_id: (number 3) ${ID} is there twice: leave one out`],
      ],
      [
        'an id twice, once in capitals',
        one({ instance_id: `${ID},${ID.toUpperCase()}` }),
        [`instance_id: (number 2) ${ID.toUpperCase()} is there twice: leave one out`],
      ],
      [
        'a target in capitals',
        whole({ targets: `rds:${ID},rds:${ID.toUpperCase()}` }),
        twice(2, ID.toUpperCase()),
      ],
      ['a target twice', whole({ targets: `rds:${ID},rds:${ID}` }), twice(2)],
      ['twice by two names of a service', whole({ targets: `rds:${ID}\nrds-v3:${ID}` }), twice(2)],
      ['an id under two services', whole({ targets: `rds:${ID},rds-v1:${ID}` }), twice(2)],
      [
        'targets of separators alone',
        whole({ targets: ', ,' }),
        ['targets: has no line: write lines like rds:instance_id'],
      ],
      ['a target without a colon', whole({ targets: ID }), notStarting(1)],
      [
        'a target of no service',
        whole({ targets: `rds:${ID}\nmysql:${ID}` }),
        ['targets: (number 2) does not know "mysql": MySQL is rds'],
      ],
      [
        'a target without an id',
        whole({ targets: 'rds:' }),
        [`targets: (number 1) "" is not an instance id: ${writeId}`],
      ],
      [
        'a target with a wrong id',
        whole({ targets: `rds:${ID},rds:a:b` }),
        [`targets: (number 2) "a:b" is not an instance id: ${writeId}`],
      ],
      [
        'targets beside a service',
        one({ instance_id: '', targets: `rds:${ID}` }),
        [`${bySelf} service, or targets`],
      ],
      [
        'targets beside an id',
        one({ service: '', targets: `rds:${OTHER}` }),
        [`${bySelf} instance_id, or targets`],
      ],
      [
        'targets beside a name',
        whole({ instance_name: 'shop', targets: `rds:${ID}` }),
        [`${bySelf} instance_name, or targets`],
      ],
      [
        'targets beside all three',
        one({ instance_name: 'shop', targets: `rds:${ID}` }),
        [`${bySelf} service and instance_id and instance_name, or targets`],
      ],
      [
        'a guard for several ids',
        one({ instance_id: `${ID},${OTHER}`, instance_name: 'shop' }),
        ['instance_name: is the name of one instance, and instance_id has several: leave it out'],
      ],
      [
        'databases of several instances',
        one({ instance_id: `${ID},${OTHER}`, databases: 'a' }),
        [
          'databases: are those of one instance: leave it out, or back up one instance in this step',
        ],
      ],
      [
        'databases of several services',
        whole({ targets: `rds:${ID},taurusdb:${TAURUS}`, databases: 'a' }),
        [
          'databases: are those of one instance: leave it out, or back up one instance in this step',
        ],
      ],
      [
        'one address for two services',
        whole({ targets: `rds:${ID},taurusdb:${TAURUS}`, endpoint: 'https://h.test' }),
        ['endpoint: is one address for 2 services: write lines like rds=https://host'],
      ],
    ],
    (_, raw, lines) => {
      expect(linesOf(raw)).toEqual(lines);
    },
  ));

function twice(at: number, id = ID): readonly string[] {
  return [`targets: (number ${at}) ${id} is there twice: leave one out`];
}

function notStarting(at: number): readonly string[] {
  return [
    `targets: (number ${at}) "${ID}" does not start with a service and a colon: write rds:${ID}`,
  ];
}

test.each([
  ['*shop', '*shop', ''],
  ['\u0007', '', ' (it has an invisible character, U+0007 at position 1)'],
  ['a\u200bb', 'a b', ' (it has an invisible character, U+200B at position 2)'],
  ['a\nb', 'a b', ''],
  ['x'.repeat(129), `${'x'.repeat(80)}…`, ''],
])(
  'a name that no console shows, or that asks a list for parts of names, is refused: %j',
  (instance_name, shown, why) => {
    expect(linesOf(one({ instance_id: '', instance_name }))).toEqual([
      `instance_name: "${shown}" is not the name of an instance: write it as the console shows it${why}`,
    ]);
  },
);

test('a name as the console shows it is taken', () =>
  checkRows(['shop', 'shop (alt) 1', 'größe', '店铺', 'a*', 'x'.repeat(128)], (instance_name) => {
    expect(parseRaw(one({ instance_name })).instanceName).toBe(instance_name);
  }));

test('one address for several instances of one service is right', () => {
  const raw = whole({ targets: `rds:${ID},rds:${OTHER}`, endpoint: 'https://h.test' });
  expect(parseRaw(raw).client.endpoints).toEqual({ rds: 'https://h.test' });
});

test('each odd id or name has its lines', () =>
  checkRows<[Raw, readonly string[]]>(
    [
      [{ keep_last: '0' }, ['keep_last: "0" is not a whole number from 1 to 1000']],
      [{ keep_last: '-1' }, ['keep_last: "-1" is not a whole number from 1 to 1000']],
      [{ keep_last: '1.5' }, ['keep_last: "1.5" is not a whole number from 1 to 1000']],
      [{ keep_last: '1001' }, ['keep_last: "1001" is not a whole number from 1 to 1000']],
      [{ keep_last: 'all' }, ['keep_last: "all" is not a whole number from 1 to 1000']],
      [{ keep_days: '3651' }, ['keep_days: "3651" is not a whole number from 1 to 3650']],
      [{ keep_days: '7d' }, ['keep_days: "7d" is not a whole number from 1 to 3650']],
      [
        { keep_last: '3', name: 'nightly' },
        [
          'keep_last: knows this workflow’s backups by their default names: leave out name, or keep_last',
        ],
      ],
      [
        { keep_last: '3', wait: 'false' },
        ['keep_last: deletes only after a completed backup: leave out wait: false, or keep_last'],
      ],
      [{ concurrency: '0' }, ['concurrency: "0" is not a whole number from 1 to 100']],
      [{ concurrency: '101' }, ['concurrency: "101" is not a whole number from 1 to 100']],
      [{ fail_fast: 'yes' }, ['fail_fast: "yes" is not a boolean: write true or false']],
      [{ dry_run: '1' }, ['dry_run: "1" is not a boolean: write true or false']],
      [{ busy_timeout: '10' }, ['busy_timeout: has no unit: write 10s, 10m or 10h']],
      [{ busy_timeout: '25h' }, ['busy_timeout: 25h is too long: write at most 24h']],
      [{ reuse_existing: 'on' }, ['reuse_existing: "on" is not a boolean: write true or false']],
    ],
    (changes, lines) => {
      expect(linesOf(one(changes))).toEqual(lines);
    },
  ));

test.each(['keep_last', 'keep_days'])('both reasons against %s are told at once', (input) => {
  const lines = linesOf(one({ [input]: '1', name: 'nightly', wait: 'false' }));
  expect(lines.map((line) => line.split(':', 1)[0])).toEqual([input, input]);
});

test('each good way to say which instances is taken', () =>
  checkRows<[Raw, object]>(
    [
      [{ keep_last: '1' }, { retention: { keepLast: 1, keepDays: undefined } }],
      [{ keep_last: '1000' }, { retention: { keepLast: 1_000, keepDays: undefined } }],
      [{ keep_days: '3650' }, { retention: { keepLast: undefined, keepDays: 3_650 } }],
      [
        { concurrency: '1', fail_fast: 'true', dry_run: 'true' },
        { concurrency: 1, failFast: true, dryRun: true },
      ],
      [{ concurrency: '100' }, { concurrency: 100 }],
      [{ busy_timeout: '0s' }, { busyTimeoutMs: 0 }],
    ],
    (changes, expected) => {
      expect(parseRaw(one(changes))).toMatchObject(expected);
    },
  ));
