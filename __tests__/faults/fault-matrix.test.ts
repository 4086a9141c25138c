import { expect, test } from '@jest/globals';
import { type Fault, type Simulator, startSimulator } from '../../simulator/index.ts';
import type { ServiceId } from '../../src/index.ts';
import { getService } from '../../src/services/index.ts';
import { runInProcess } from '../support/run-in-process.ts';
import { START_MS, virtualClock } from '../support/virtual-clock.ts';
import { endHungRequests } from './hung-requests.ts';
import { expectThePromise, madeBackups, type Said, whatIsSaid } from './promise.ts';
import { usualServices } from './usual-services.ts';

/** What comes of one fault at one request of the run. */
interface Expected {
  /** `green`: a completed backup; else what the error says. */
  readonly end: 'green' | Said;
  readonly backups: 0 | 1;
  /** Create calls that reach the cloud; `many`: about one a minute; absent: it depends on the looks. */
  readonly creates?: number | 'many';
  /** Whether the backup was found in the list instead of the create's answer. */
  readonly adopted?: boolean;
  /** The class of the error, where it says more than the end. */
  readonly error?: string;
}

type Row = readonly [
  title: string,
  fault: Fault | readonly Fault[],
  expected: Expected,
  more?: {
    /** How many older manual backups the instance has. */
    readonly others?: number;
    /** Beside a name of the user's. */
    readonly inputs?: Readonly<Record<string, string>>;
    /** Ours is known by the description, which not every list shows: there it can't be told to be ours. */
    readonly isByDescription?: true;
  },
];

const green: Expected = { end: 'green', backups: 1, creates: 1 };
const again: Expected = { end: 'green', backups: 1, creates: 2 };
const adopted: Expected = { end: 'green', backups: 1, creates: 1, adopted: true };
const nothing: Expected = { end: 'none', backups: 0, creates: 0 };
/** Generous: a slow machine must not make a test fail. */
const TEN_MINUTES_MS = 600_000;
/** Long enough for the job to be asked. */
const BACKUP_MS = 120_000;
const always = Number.POSITIVE_INFINITY;

const passing = [
  'refuse',
  'reset-before',
  'reset-after',
  '429',
  '408',
  '421',
  '425',
  '499',
  '500',
  '502',
  '503',
  '504',
  // The connection ends in the middle of the body.
  'truncated-json',
] as const;
const garbage = ['html-200', 'empty-200'] as const;
/** A firewall, and a login page: somebody else than the API. */
const strangers = [
  { name: 'page', status: 403 },
  { name: 'page', status: 302, location: 'https://login.example/?from=here' },
] as const;

const timeouts = ['timeout-before', 'timeout-after'] as const;

const atCreate: readonly Row[] = [
  ...(['refuse', 'reset-before', 'timeout-before'] as const).map(
    (name): Row => [`${name} at the create`, { name, operation: 'create' }, again],
  ),
  ...(['reset-after', 'timeout-after', 'truncated-json', 'empty-200', 'no-id'] as const).map(
    (name): Row => [`${name} at the create`, { name, operation: 'create' }, adopted],
  ),
  ...(['408', '421', '425', '499', '500', '502', '503', '504'] as const).flatMap(
    (name): readonly Row[] => [
      [`${name} before the effect`, { name, operation: 'create' }, again],
      [`${name} after the effect`, { name, operation: 'create', after: true }, adopted],
    ],
  ),
  ['429 at the create', { name: '429', operation: 'create' }, again],
  ['429 with Retry-After', { name: '429', operation: 'create', retryAfter: '120' }, again],
  ['busy at the create', { name: 'busy', operation: 'create' }, again],
  ['a login that is no longer accepted', { name: 'token-expired', operation: 'create' }, again],
  [
    'a page with status 200, no effect',
    { name: 'html-200', operation: 'create' },
    { end: 'perhaps one', backups: 0, creates: 1 },
  ],
  [
    'a page with status 200, after the effect',
    { name: 'html-200', operation: 'create', after: true },
    adopted,
  ],
  [
    'a create that is reset for ever',
    { name: 'reset-before', operation: 'create', times: always },
    { end: 'perhaps one', backups: 0, creates: 3 },
  ],
  [
    'a create that is reset after its effect for ever',
    { name: 'reset-after', operation: 'create', times: always },
    adopted,
  ],
  [
    '503 for ever',
    { name: '503', operation: 'create', times: always },
    { end: 'perhaps one', backups: 0, creates: 3, error: 'UncertainCreateError' },
  ],
  [
    '429 for ever',
    { name: '429', operation: 'create', times: always },
    { end: 'none', backups: 0, creates: 'many', error: 'DeadlineError' },
  ],
  [
    'a minute of 429',
    { name: '429', operation: 'create', times: 2 },
    { end: 'green', backups: 1, creates: 3 },
  ],
  [
    'busy for ever',
    { name: 'busy', operation: 'create', times: always },
    { end: 'none', backups: 0, creates: 'many', error: 'InstanceBusyError' },
  ],
  [
    'a conflict that no page lists',
    { name: 'busy', operation: 'create', code: 'DBS.299999', status: 409 },
    again,
  ],
  [
    'a conflict without end',
    { name: 'busy', operation: 'create', code: 'DBS.299999', status: 409, times: always },
    { end: 'none', backups: 0, creates: 'many', error: 'InstanceBusyError' },
  ],
  ...strangers.flatMap((fault): readonly Row[] => [
    [
      `a page with ${fault.status} at the create`,
      { ...fault, operation: 'create', times: always },
      { end: 'none', backups: 0, creates: 1, error: 'ApiError' },
    ],
    [
      `a page with ${fault.status} at the create after one that was reset`,
      [
        { name: 'reset-before', operation: 'create' },
        { ...fault, operation: 'create', times: always },
      ],
      { end: 'perhaps one', backups: 0, creates: 2 },
    ],
  ]),
  [
    'busy after a create that was reset after its effect',
    [
      { name: 'reset-after', operation: 'create' },
      { name: 'lagging-list', operation: 'list', skip: 1, times: 40 },
      { name: 'busy', operation: 'create', times: always },
    ],
    { ...adopted, creates: 2 },
  ],
  [
    'throttled after a create that was reset after its effect',
    [
      { name: 'reset-after', operation: 'create' },
      { name: 'lagging-list', operation: 'list', skip: 1, times: 40 },
      { name: '429', operation: 'create', times: always },
    ],
    { end: 'green', backups: 1, adopted: true },
  ],
  [
    'a list that shows every instance’s backups, after a reset',
    [
      { name: 'reset-after', operation: 'create' },
      { name: 'unfiltered-list', operation: 'list', times: always },
    ],
    adopted,
  ],
  [
    'a list that shows names in lower case, after a reset',
    [
      { name: 'reset-after', operation: 'create' },
      { name: 'lower-case-list', operation: 'list', times: always },
    ],
    { end: 'perhaps one', backups: 1, creates: 1, error: 'UncertainCreateError' },
  ],
  [
    'no permission to create',
    { name: 'forbidden', operation: 'create', times: always },
    { end: 'none', backups: 0, creates: 1 },
  ],
];

const perhapsAfter = (creates: number): Expected => ({
  ...{ end: 'perhaps one', backups: 1, creates },
  error: 'UncertainCreateError',
});
/** The services whose pages show no description in the list. */
const LISTS_WITHOUT_DESCRIPTION: readonly ServiceId[] = ['rds', 'taurusdb'];
const byDescription = { isByDescription: true } as const;
const secondAnswer = { name: 'replay', answer: 'second', operation: 'create' } as const;

/** A gateway that sends a create on twice: the second is refused, as busy or because the name exists. */
const replayed: readonly Row[] = [
  ['twice, the first answered', { ...secondAnswer, answer: 'first' }, green],
  ['twice, neither answered', { ...secondAnswer, answer: 'none' }, adopted],
  ['twice, the second answered', secondAnswer, adopted, byDescription],
  [
    'twice, the second answered, under a default name',
    secondAnswer,
    adopted,
    { inputs: { name: '' } },
  ],
  [
    'twice, the second answered, and lists that lag',
    [secondAnswer, { name: 'lagging-list', operation: 'list', skip: 1, times: 3 }],
    adopted,
    byDescription,
  ],
  [
    'twice, the second answered, with a description of the user’s',
    secondAnswer,
    perhapsAfter(1),
    { inputs: { description: 'before v2' } },
  ],
  [
    'twice, the second answered, after one that was reset',
    [{ name: 'reset-before', operation: 'create' }, secondAnswer],
    { ...adopted, creates: 2 },
  ],
  [
    'twice, the second answered, after one that was busy',
    [{ name: 'busy', operation: 'create' }, secondAnswer],
    { ...adopted, creates: 2 },
    byDescription,
  ],
];

const beforeCreate = (['login', 'list'] as const).flatMap((operation): readonly Row[] => [
  ...[...passing, ...timeouts].map(
    (name): Row => [`${name} at the ${operation} before the create`, { name, operation }, green],
  ),
  // A login is refused once; a list may be right the next time.
  ...[...garbage.map((name) => ({ name })), ...strangers].map(
    (fault): Row => [
      `${JSON.stringify(fault)} at the ${operation} before the create`,
      { ...fault, operation },
      operation === 'login' ? nothing : green,
    ],
  ),
  [`503 for ever at the ${operation}`, { name: '503', operation, times: always }, nothing],
]);

/** Others make and delete backups, or the list contradicts itself; RDS v1 has a list without pages and counts. */
const atMovingLists: readonly Row[] = [
  [
    'an empty first page with a count before the create',
    { name: 'empty-page', operation: 'list' },
    green,
    { others: 3 },
  ],
  [
    'a list that shrinks in front of its second page before the create',
    { name: 'moved-list', by: 1, operation: 'list', times: 2 },
    green,
    { others: 130 },
  ],
  [
    'a list that grows in front of its second page before the create',
    { name: 'moved-list', by: -1, operation: 'list', times: 2 },
    green,
    { others: 130 },
  ],
  [
    'empty pages with a count after a create that was reset after its effect',
    [
      { name: 'reset-after', operation: 'create' },
      { name: 'empty-page', operation: 'list', skip: 1, times: 12 },
    ],
    adopted,
  ],
  [
    'a list that shrinks in front after a create that was reset after its effect',
    [
      { name: 'reset-after', operation: 'create' },
      { name: 'moved-list', by: 1, most: 60, operation: 'list', skip: 2, times: 40 },
    ],
    adopted,
    { others: 130 },
  ],
];

const whileWaiting: readonly Row[] = [
  ...[...passing, ...garbage, ...timeouts].flatMap((name): readonly Row[] => [
    [`${name} at a look`, { name, operation: 'list', skip: 1 }, green],
    [`${name} at the job`, { name, operation: 'job' }, green],
  ]),
  ...strangers.flatMap((fault): readonly Row[] => [
    [`a page with ${fault.status} at a look`, { ...fault, operation: 'list', skip: 1 }, green],
    [
      `a page with ${fault.status} at each look for long`,
      { ...fault, operation: 'list', skip: 1, times: 100 },
      green,
    ],
    [`a page with ${fault.status} at the job`, { ...fault, operation: 'job' }, green],
  ]),
  [
    'Retry-After of an hour at a look',
    { name: '503', operation: 'list', skip: 1, retryAfter: '3600' },
    green,
  ],
  [
    'an empty page with a count at a look',
    { name: 'empty-page', operation: 'list', skip: 1 },
    green,
  ],
  [
    'empty pages with a count for long',
    { name: 'empty-page', operation: 'list', skip: 1, times: 30 },
    green,
  ],
  ['short pages', { name: 'short-page', most: 1, operation: 'list', times: always }, green],
  [
    'lists that show every instance’s backups',
    { name: 'unfiltered-list', operation: 'list', times: always },
    green,
  ],
  ['lists that lag', { name: 'lagging-list', operation: 'list', skip: 1, times: 5 }, green],
  ['an hour of 503', { name: '503', operation: 'list', skip: 1, times: 100 }, green],
  ['a login that ends', { name: 'token-expired', operation: 'list', skip: 1 }, green],
  [
    'no permission to look',
    { name: 'forbidden', operation: 'list', skip: 1, times: always },
    { end: 'this one', backups: 1, creates: 1, error: 'StatusUnavailableError' },
  ],
  [
    'lists that stay empty',
    { name: 'lagging-list', operation: 'list', times: always },
    { end: 'this one', backups: 1, creates: 1, error: 'BackupNeverListedError' },
  ],
  [
    'a backup that fails',
    { name: 'backup-fails' },
    { end: 'this one', backups: 1, creates: 1, error: 'BackupFailedError' },
  ],
  [
    'a backup that somebody deletes',
    { name: 'being-deleted' },
    { end: 'this one', backups: 1, creates: 1 },
  ],
  [
    'a backup that vanishes',
    { name: 'vanishes' },
    { end: 'this one', backups: 0, creates: 1, error: 'BackupVanishedError' },
  ],
  ['a status nobody lists', { name: 'unknown-status' }, green],
];

function expectedOf([, , expected, more]: Row, service: ServiceId): Expected {
  const isTold = !more?.isByDescription || !LISTS_WITHOUT_DESCRIPTION.includes(service);
  return isTold ? expected : perhapsAfter(Number(expected.creates));
}

/** A service that takes a name twice is searched for ours after each refusal as busy, so it is asked less often. */
const leastOfMany = (service: ServiceId) => (getService(service).namesAreUnique ? 20 : 5);

const count = (creates: number, expected: Expected, service: ServiceId) =>
  expected.creates === 'many' && creates > leastOfMany(service) && creates < 140 ? 'many' : creates;

/** Whether each fault of a request has met one. */
const areMet = (faults: readonly Fault[], { requests }: Simulator) =>
  faults.every(
    (fault) =>
      !('operation' in fault) || requests.some(({ fault: name }) => name?.startsWith(fault.name)),
  );

/** Older backups of the instance, by other names. */
function seedOthers(simulator: Simulator, service: string, count: number) {
  const instanceId = simulator.instances.find((instance) => instance.service === service)?.id ?? '';
  for (let at = 0; at < count; at++) {
    const beganAt = START_MS - (at + 1) * 3_600_000;
    const times = { beganAt, endsAt: beganAt + 60_000 };
    simulator.seedBackup({ instanceId, name: `older-${at}`, type: 'manual', ...times });
  }
}

const rows = [...beforeCreate, ...atCreate, ...replayed, ...atMovingLists, ...whileWaiting];

const isAtJob = ([, fault]: Row) =>
  [fault].flat().some((one) => 'operation' in one && one.operation === 'job');

/** Some services have no job to ask for: no fault can meet a call that is never sent. */
const rowsOf = (service: ServiceId) =>
  getService(service).findJob === undefined ? rows.filter((row) => !isAtJob(row)) : rows;

test.each(usualServices)(
  '%s: every request × every fault ends as promised',
  async (service) => {
    const wrong: unknown[] = [];
    for (const row of rowsOf(service)) {
      const [title, fault, , more = {}] = row;
      const expected = expectedOf(row, service);
      const { others = 0 } = more;
      const clock = virtualClock();
      const simulator = await startSimulator({ now: () => clock.epochMs(), backupMs: BACKUP_MS });
      try {
        seedOthers(simulator, service, others);
        const before = new Set(simulator.backups.map(({ id }) => id));
        const faults = [fault].flat();
        for (const one of faults) simulator.inject(one);
        endHungRequests(simulator);
        const { error, outputs } = await runInProcess(simulator, clock, {
          service,
          inputs: { name: 'Before-Release-42', wait_timeout: '2h', ...more.inputs },
        });
        const created = simulator.requests.filter(({ operation }) => operation === 'create');
        const seen = {
          ...(!areMet(faults, simulator) && { unmet: faults }),
          end: error === undefined ? 'green' : whatIsSaid(error),
          backups: madeBackups(simulator, before).length,
          ...(expected.creates !== undefined && {
            creates: count(created.length, expected, service),
          }),
          ...(expected.error && { error: error instanceof Error ? error.name : '' }),
          ...(expected.adopted && {
            adopted: outputs['job_id'] === '' && outputs['backup_id'] !== '',
          }),
        };
        if (JSON.stringify(seen) !== JSON.stringify(expected)) {
          wrong.push({ title, expected, seen, error: String(error) });
        }
        expectThePromise(simulator, {
          error,
          backupId: outputs['backup_id'],
          waited: true,
          before,
        });
      } finally {
        await simulator.stop();
      }
    }
    expect(wrong).toEqual([]);
  },
  TEN_MINUTES_MS,
);
