import fc from 'fast-check';
import type { Fault } from '../../src/simulator/index.ts';

/** One run against a cloud in trouble. Times in milliseconds. */
export interface Scenario {
  readonly faults: readonly Fault[];
  readonly backupMs: number;
  /** Less than the minute for which a lost backup is looked for. */
  readonly listLagMs: number;
  readonly busyMs: number;
  readonly hasUniqueName: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  /** Whether somebody else made a backup of the same name long ago. */
  readonly hasNamesake: boolean;
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

const atCreate = fc.record({
  name: fc.constantFrom('no-id' as const),
  ...where,
  operation: fc.constant('create' as const),
});

const atList = fc.record({
  name: fc.constantFrom('lagging-list' as const),
  ...where,
  operation: fc.constant('list' as const),
});

const ofBackup = fc.record({
  name: fc.constantFrom(
    ...(['backup-fails', 'unknown-status', 'being-deleted', 'available', 'vanishes'] as const),
  ),
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 5, arbitrary: plain },
  { weight: 3, arbitrary: mayHaveEffect },
  { weight: 1, arbitrary: atCreate },
  { weight: 1, arbitrary: atList },
  { weight: 1, arbitrary: ofBackup },
);

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  faults: fc.array(fault, { maxLength: 5 }),
  backupMs: fc.oneof(
    fc.integer({ min: 0, max: 90 * SECOND_MS }),
    fc.integer({ min: 0, max: HOUR_MS }),
  ),
  listLagMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 55 * SECOND_MS })),
  busyMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * MINUTE_MS })),
  hasUniqueName: fc.boolean(),
  wait: fc.boolean(),
  timeoutMs: fc.integer({ min: 30 * SECOND_MS, max: 2 * HOUR_MS }),
  hasNamesake: fc.boolean(),
});
