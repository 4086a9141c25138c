import fc from 'fast-check';
import type { Fault } from '../../simulator/index.ts';

/** One run against a cloud in trouble. Times in milliseconds. */
export interface Scenario {
  readonly faults: readonly Fault[];
  /** More than nothing: of a service that takes a name twice, one that runs keeps a replayed create out. */
  readonly backupMs: number;
  /** Less than the minute for which a lost backup is looked for. */
  readonly listLagMs: number;
  readonly busyMs: number;
  readonly hasUniqueName: boolean;
  readonly hasUniqueDescription?: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  /** Whether somebody else made a backup of the same name long ago. */
  readonly hasNamesake: boolean;
  /** How many other manual backups the instance has, all of them older. Default: none. */
  readonly others?: number;
  /** How many calls each host takes in a window of time; without it all. */
  readonly throttle?: { readonly calls: number; readonly windowMs: number } | undefined;
  /** The code with which connections die that stood: a route can go in the middle of an exchange. */
  readonly resetCode?: 'ECONNRESET' | 'EHOSTUNREACH' | undefined;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const where = {
  operation: fc.constantFrom(
    'create' as const,
    'list' as const,
    'job' as const,
    'login' as const,
    'instances' as const,
  ),
  skip: fc.integer({ min: 0, max: 4 }),
  times: fc.integer({ min: 1, max: 4 }),
};

/** Without an operation a fault meets any request. */
const anywhere: { requiredKeys: ['name'] } = { requiredKeys: ['name'] };

const plain = fc.record(
  {
    name: fc.constantFrom(
      ...(['refuse', 'reset-before', 'reset-after', '429', 'truncated-json'] as const),
      ...(['empty-200', 'busy', 'token-expired', 'forbidden'] as const),
    ),
    ...where,
  },
  anywhere,
);

const mayHaveEffect = fc.record(
  {
    name: fc.constantFrom(
      '408' as const,
      '421' as const,
      '425' as const,
      '499' as const,
      '500' as const,
      '502' as const,
      '503' as const,
      '504' as const,
      'html-200' as const,
    ),
    after: fc.boolean(),
    ...where,
  },
  anywhere,
);

/** Somebody else than the API. */
const page = fc.record(
  { name: fc.constant('page' as const), status: fc.constantFrom(302, 403, 404), ...where },
  { requiredKeys: ['name', 'status'] },
);

/** A lock that no list shows, for a while or to the end. */
const refusedAsBusy = fc.record(
  {
    name: fc.constant('busy' as const),
    code: fc.constant('DBS.299999'),
    status: fc.constant(409),
    operation: fc.constant('create' as const),
    skip: where.skip,
    times: fc.oneof(where.times, fc.constant(Number.POSITIVE_INFINITY)),
  },
  { requiredKeys: ['name', 'operation'] },
);

const oddList = fc.oneof(
  fc.record({
    name: fc.constantFrom('unfiltered-list' as const, 'lower-case-list' as const),
    ...where,
    operation: fc.constant('list' as const),
  }),
  fc.record({
    name: fc.constant('short-page' as const),
    most: fc.integer({ min: 0, max: 3 }),
    ...where,
    operation: fc.constant('list' as const),
  }),
  fc.record({
    name: fc.constant('empty-page' as const),
    ...where,
    operation: fc.constantFrom('list' as const, 'instances' as const),
  }),
  fc.record({
    name: fc.constant('moved-list' as const),
    by: fc.integer({ min: -3, max: 3 }),
    most: fc.integer({ min: 2, max: 60 }),
    ...where,
    operation: fc.constant('list' as const),
  }),
);

const atCreate = fc.record({
  name: fc.constantFrom('no-id' as const),
  ...where,
  operation: fc.constant('create' as const),
});

/** A gateway that sends a create on twice. */
const replayed = fc.record(
  {
    name: fc.constant('replay' as const),
    answer: fc.constantFrom('first' as const, 'second' as const, 'none' as const),
    ...where,
    operation: fc.constant('create' as const),
  },
  { requiredKeys: ['name', 'answer', 'operation'] },
);

/** Late by less than the minute that the promise allows for; one that is later can bring about a second backup. */
const atList = fc.record({
  name: fc.constantFrom('lagging-list' as const),
  lagMs: fc.integer({ min: 0, max: 55 * SECOND_MS }),
  ...where,
  operation: fc.constant('list' as const),
});

const ofBackup: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constantFrom(
        ...(['backup-fails', 'unknown-status', 'available', 'vanishes'] as const),
      ),
    }),
  },
  // Later than a gateway sends its create again: what is being deleted keeps no second one out.
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constant('being-deleted' as const),
      afterMs: fc.integer({ min: 1, max: SECOND_MS }),
    }),
  },
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 5, arbitrary: plain },
  { weight: 3, arbitrary: mayHaveEffect },
  { weight: 1, arbitrary: page },
  { weight: 1, arbitrary: refusedAsBusy },
  { weight: 2, arbitrary: oddList },
  { weight: 1, arbitrary: atCreate },
  { weight: 2, arbitrary: replayed },
  { weight: 1, arbitrary: atList },
  { weight: 1, arbitrary: ofBackup },
);

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  faults: fc.array(fault, { maxLength: 5 }),
  backupMs: fc.oneof(
    fc.integer({ min: 1, max: 90 * SECOND_MS }),
    fc.integer({ min: 1, max: HOUR_MS }),
  ),
  listLagMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 55 * SECOND_MS })),
  busyMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * MINUTE_MS })),
  hasUniqueName: fc.boolean(),
  hasUniqueDescription: fc.boolean(),
  wait: fc.boolean(),
  timeoutMs: fc.integer({ min: 30 * SECOND_MS, max: 2 * HOUR_MS }),
  hasNamesake: fc.boolean(),
  others: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 130 })),
  throttle: fc.option(
    fc.record({
      calls: fc.integer({ min: 1, max: 12 }),
      windowMs: fc.integer({ min: SECOND_MS, max: 2 * MINUTE_MS }),
    }),
    { nil: undefined, freq: 3 },
  ),
  resetCode: fc.constantFrom('ECONNRESET' as const, 'EHOSTUNREACH' as const),
});
