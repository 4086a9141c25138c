import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseOld } from '../../../src/backup/prune.ts';
import type { BackupRecord } from '../../../src/services/service.ts';
import { randomRuns } from '../../support/long-runs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
/** When the own one ended; it took an hour. */
const END_MS = Date.UTC(2026, 10, 21, 12);
const isOurs = (name: string) => name.startsWith('gh-');

const at = (ms: number) => new Date(ms).toISOString();

interface Drawn {
  readonly name: string;
  readonly status: BackupRecord['status'];
  /** Hours from its end to that of the own one. */
  readonly hoursOld: number;
  readonly hasEnd: boolean;
}

/** A quarter of an hour each, all of this instance. */
function toRecord({ name, status, hoursOld, hasEnd }: Drawn, index: number): BackupRecord {
  const endMs = END_MS - hoursOld * HOUR_MS;
  return {
    ...{ id: `b-${index}`, name, status, statusWord: status, instanceId: 'in-1', type: 'manual' },
    beginTime: at(endMs - HOUR_MS / 4),
    endTime: hasEnd ? at(endMs) : undefined,
    sizeMb: undefined,
    description: undefined,
  };
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  name: fc.constantFrom('gh-a', 'gh-a', 'gh-a', 'by-hand'),
  status: fc.constantFrom('COMPLETED', 'COMPLETED', 'FAILED', 'BUILDING', 'UNKNOWN'),
  // Around every limit of whole days, and on both sides of it.
  hoursOld: fc.oneof(
    fc.integer({ min: -30, max: 24 * 6 }),
    fc.integer({ min: 0, max: 5 }).map((days) => 24 * days),
  ),
  hasEnd: fc.constantFrom(true, true, true, false),
});

interface Mixture {
  readonly records: readonly BackupRecord[];
  readonly keepLast: number;
  readonly keepDays: number | undefined;
  /** How far what is taken for the cloud's time is off. */
  readonly skewMs: number;
}

const mixture: fc.Arbitrary<Mixture> = fc.record({
  records: fc.array(drawn, { maxLength: 14 }).map((all) => all.map(toRecord)),
  keepLast: fc.integer({ min: 1, max: 4 }),
  keepDays: fc.integer({ min: 1, max: 5 }),
  skewMs: fc.constantFrom(0, 0, -YEAR_MS, YEAR_MS),
});

const choose = ({ records, keepLast, keepDays, skewMs }: Mixture) => {
  const nowMs = END_MS + 60_000 + skewMs;
  const { old } = chooseOld(records, {
    ...{ keepLast, keepDays, isOurs, recordsInstanceId: 'in-1', stay: [], minAgeMs: HOUR_MS },
    own: { id: 'own', beganAtMs: END_MS - HOUR_MS, endedAtMs: END_MS },
    nowMs,
    startedAtMs: nowMs - 2 * HOUR_MS,
  });
  return old.map(({ id }) => id);
};

const forEveryMixture = (check: (drawn: Mixture) => void) =>
  fc.assert(fc.property(mixture, check), randomRuns(1_000, 20_000));

/** How long before the own one's end it ended, as the list tells; without an end, an hour is allowed for it. */
function ageMs({ beginTime = '', endTime }: BackupRecord): number {
  return END_MS - (endTime === undefined ? Date.parse(beginTime) + HOUR_MS : Date.parse(endTime));
}

test('whatever is listed, and with a clock that is a year off: nothing goes that is not older than the days', () => {
  forEveryMixture((all) => {
    const chosen = choose(all);
    for (const record of all.records.filter(({ id }) => chosen.includes(id))) {
      expect(ageMs(record)).toBeGreaterThan((all.keepDays ?? 0) * DAY_MS);
      expect(record.name).toBe('gh-a');
      expect(['COMPLETED', 'FAILED']).toContain(record.status);
    }
  });
});

test('with a clock that is right, or ahead: just those go that keep_last alone would let go and that are older', () => {
  forEveryMixture((all) => {
    const right = { ...all, skewMs: 0 };
    const byCount = choose({ ...right, keepDays: undefined });
    const expected = all.records.filter(
      (record) => byCount.includes(record.id) && ageMs(record) > (all.keepDays ?? 0) * DAY_MS,
    );
    const ids = expected.map(({ id }) => id);
    expect(choose(right)).toEqual(ids);
    expect(choose({ ...all, skewMs: YEAR_MS })).toEqual(ids);
  });
});

test('with a clock that is a year behind nothing goes', () => {
  forEveryMixture((all) => {
    expect(choose({ ...all, skewMs: -YEAR_MS })).toEqual([]);
  });
});

test('the newest completed ones stay however old they are', () => {
  forEveryMixture((all) => {
    const completed = all.records.filter(
      ({ name, status }) => name === 'gh-a' && status === 'COMPLETED',
    );
    const chosen = choose({ ...all, skewMs: 0 });
    const kept = completed.filter(({ id }) => !chosen.includes(id));
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(completed.length, all.keepLast - 1));
  });
});

test('keeping for longer never deletes more', () => {
  forEveryMixture((all) => {
    const longer = choose({ ...all, keepDays: (all.keepDays ?? 0) + 1 });
    expect(longer.filter((id) => !choose(all).includes(id))).toEqual([]);
  });
});

test.each([
  ['exactly two days old', 48, false],
  ['an hour more than two days old', 49, true],
])('one that is %s, with two days to keep: goes: %s', (_, hoursOld, goes) => {
  const record = toRecord({ name: 'gh-a', status: 'COMPLETED', hoursOld, hasEnd: true }, 0);
  const chosen = choose({ records: [record], keepLast: 1, keepDays: 2, skewMs: 0 });
  expect(chosen).toEqual(goes ? ['b-0'] : []);
});
