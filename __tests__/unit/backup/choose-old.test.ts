import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseOld } from '../../../src/backup/prune.ts';
import type { BackupRecord } from '../../../src/services/service.ts';
import { randomRuns } from '../../support/long-runs.ts';

const HERE = 'in-1';
const OWN = 'own';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOON_MS = Date.UTC(2026, 10, 21, 12);
/** The own one began at noon, after the step had begun, and was completed now. */
const STARTED_MS = NOON_MS - 5 * MINUTE_MS;
const NOW_MS = NOON_MS + 30 * MINUTE_MS;
const isOurs = (name: string) => name.startsWith('gh-');

const timeOf = (minutes: number) => new Date(NOON_MS + minutes * MINUTE_MS).toISOString();

const noTime = fc.constantFrom(undefined, '', 'yesterday', '0000-00-00T00:00:00Z');

/** Few different times, so that many backups begin in the same ten minutes. */
const beginTime = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -24, max: 3 }).map((tens) => timeOf(10 * tens)) },
  { weight: 1, arbitrary: noTime },
);

/** Often so long ago that age forbids nothing; else around the limits, or no time at all. */
const endTime = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -24, max: 3 }).map((tens) => timeOf(10 * tens + 1)) },
  { weight: 2, arbitrary: noTime },
);

const record: fc.Arbitrary<Drawn> = fc.record({
  name: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('gh-a', 'gh-b') },
    { weight: 2, arbitrary: fc.constantFrom('by-hand', 'ngh-a', 'GH-a', '', undefined) },
  ),
  instanceId: fc.oneof(
    { weight: 8, arbitrary: fc.constant(HERE) },
    { weight: 2, arbitrary: fc.constantFrom('in-2', '', undefined) },
  ),
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant('COMPLETED' as const) },
    { weight: 3, arbitrary: fc.constant('FAILED' as const) },
    { weight: 2, arbitrary: fc.constantFrom('BUILDING', 'DELETING', 'UNKNOWN') },
  ),
  type: fc.oneof(
    { weight: 8, arbitrary: fc.constant('manual') },
    { weight: 2, arbitrary: fc.constantFrom('auto', 'incremental', 'Manual', '', undefined) },
  ),
  beginTime,
  endTime,
});

type Drawn = Pick<
  BackupRecord,
  'name' | 'instanceId' | 'status' | 'type' | 'beginTime' | 'endTime'
>;

const toRecord = (drawn: Drawn, at: number): BackupRecord => ({
  ...drawn,
  id: `b-${at}`,
  statusWord: drawn.status,
  sizeMb: undefined,
  description: undefined,
});

const own: Drawn = {
  name: 'gh-a',
  instanceId: HERE,
  status: 'COMPLETED',
  type: 'manual',
  beginTime: timeOf(0),
  endTime: timeOf(30),
};

interface Mixture {
  readonly records: readonly BackupRecord[];
  readonly keepLast: number;
  readonly minAgeMs: number;
  /** What this step made besides. */
  readonly stay: readonly string[];
}

/** Lists of backups; in half of them the own one is not listed yet. */
const mixture: fc.Arbitrary<Mixture> = fc
  .record({
    drawn: fc.array(record, { maxLength: 16 }),
    keepLast: fc.integer({ min: 1, max: 5 }),
    ownAt: fc.option(fc.nat(16), { nil: undefined }),
    minAgeMs: fc.constantFrom(HOUR_MS, 2 * HOUR_MS),
    stay: fc.subarray(['b-0', 'b-3', 'b-7']),
  })
  .map(({ drawn, ownAt, ...rest }) => {
    const others = drawn.map(toRecord);
    if (ownAt === undefined) return { records: others, ...rest };
    return { records: others.toSpliced(ownAt, 0, { ...toRecord(own, 0), id: OWN }), ...rest };
  });

const chooseBoth = ({ records, ...rest }: Mixture) =>
  chooseOld(records, {
    ...rest,
    isOurs,
    recordsInstanceId: HERE,
    keepDays: undefined,
    own: { id: OWN, beganAtMs: NOON_MS, endedAtMs: NOON_MS + 30 * MINUTE_MS },
    nowMs: NOW_MS,
    startedAtMs: STARTED_MS,
  });
const choose = (drawn: Mixture) => chooseBoth(drawn).old.map(({ id }) => id);

const forEveryMixture = (check: (drawn: Mixture) => void) =>
  fc.assert(fc.property(mixture, check), randomRuns(1_000, 20_000));

test('whatever is listed: only finished manual backups of the instance with our names ever go', () => {
  forEveryMixture((drawn) => {
    const chosen = new Set(choose(drawn));
    for (const { id, name, instanceId, status, type, beginTime } of drawn.records) {
      if (!chosen.has(id)) continue;
      expect(name).toMatch(/^gh-/);
      expect({ instanceId, type }).toEqual({ instanceId: HERE, type: 'manual' });
      expect(['COMPLETED', 'FAILED']).toContain(status);
      expect(new Date(beginTime ?? '').getTime()).toBeLessThan(NOON_MS);
      expect(id).not.toBe(OWN);
    }
  });
});

test('whatever is listed: nothing of this step, nothing that began after it did, and nothing that ended too lately', () => {
  forEveryMixture((drawn) => {
    for (const { id, beginTime = '', endTime = '' } of chooseBoth(drawn).old) {
      expect(drawn.stay).not.toContain(id);
      const beganAtMs = new Date(beginTime).getTime();
      expect(beganAtMs).toBeLessThan(STARTED_MS);
      const endedAtMs = new Date(endTime).getTime();
      const toldMs = endedAtMs >= beganAtMs ? endedAtMs : beganAtMs + drawn.minAgeMs;
      expect(NOW_MS - toldMs).toBeGreaterThanOrEqual(drawn.minAgeMs);
    }
  });
});

/** Whether age alone lets it go, told the other way round. */
function isOldEnough({ beginTime = '', endTime = '' }: BackupRecord, minAgeMs: number): boolean {
  const [beganMs, endedMs] = [beginTime, endTime].map((time) => new Date(time).getTime());
  if (beganMs === undefined || beganMs >= STARTED_MS) return false;
  const hasEnd = endedMs !== undefined && !Number.isNaN(endedMs) && endedMs >= beganMs;
  return (hasEnd ? endedMs : beganMs + minAgeMs) <= NOW_MS - minAgeMs;
}

/** The rule of numbers once more, told of a single backup and by counting; age is another matter. */
function isSurplus(record: BackupRecord, { records, keepLast, stay }: Mixture): boolean {
  const isOfTheRule = ({ name, instanceId, type }: BackupRecord) =>
    type === 'manual' && instanceId === HERE && name !== undefined && isOurs(name);
  const timeMs = ({ beginTime = '' }: BackupRecord) => new Date(beginTime).getTime();
  const ownMs = NOON_MS;
  const completedMs = records
    .filter((one) => isOfTheRule(one) && one.status === 'COMPLETED' && one.id !== OWN)
    .filter((one) => one.id !== record.id)
    .map(timeMs)
    .filter((ms) => !Number.isNaN(ms))
    .concat(ownMs);
  const newer = completedMs.filter((ms) => ms > timeMs(record)).length;
  const isOver = newer >= keepLast || (record.status === 'FAILED' && newer === completedMs.length);
  return (
    record.id !== OWN &&
    !stay.includes(record.id) &&
    isOfTheRule(record) &&
    ['COMPLETED', 'FAILED'].includes(record.status) &&
    timeMs(record) < ownMs &&
    isOver
  );
}

test('whatever is listed: just those go that have enough newer completed ones', () => {
  forEveryMixture((drawn) => {
    const surplus = drawn.records.filter((one) => isSurplus(one, drawn));
    const idsOf = (records: readonly BackupRecord[]) => records.map(({ id }) => id).toSorted();
    const { old, young } = chooseBoth(drawn);
    expect(idsOf([...old, ...young])).toEqual(idsOf(surplus));
    expect(idsOf(old)).toEqual(idsOf(surplus.filter((one) => isOldEnough(one, drawn.minAgeMs))));
  });
});

test('the order of the list changes nothing', () => {
  forEveryMixture((drawn) => {
    const reversed = { ...drawn, records: drawn.records.toReversed() };
    expect(choose(reversed).toSorted()).toEqual(choose(drawn).toSorted());
  });
});

test('what has gone once leaves nothing more to go', () => {
  forEveryMixture((drawn) => {
    const gone = new Set(choose(drawn));
    const rest = drawn.records.filter(({ id }) => !gone.has(id));
    expect(choose({ ...drawn, records: rest })).toEqual([]);
  });
});

test('keeping more never deletes more', () => {
  forEveryMixture((drawn) => {
    const fewer = new Set(choose(drawn));
    const more = choose({ ...drawn, keepLast: drawn.keepLast + 1 });
    expect(more.filter((id) => !fewer.has(id))).toEqual([]);
  });
});

test('seven daily ones and two kept: the five oldest go', () => {
  const days = Array.from({ length: 7 }, (_, day) =>
    toRecord({ ...own, beginTime: timeOf(-1_440 * day), endTime: timeOf(-1_440 * day + 30) }, day),
  );
  const [today, ...older] = days;
  const records = [{ ...(today ?? toRecord(own, 0)), id: OWN }, ...older];
  const drawn = { records, keepLast: 2, minAgeMs: HOUR_MS, stay: [] };
  expect(choose(drawn)).toEqual(['b-2', 'b-3', 'b-4', 'b-5', 'b-6']);
});

test.each([
  ['ended an hour ago', { endTime: timeOf(-30) }, true],
  [
    'ended a moment less than an hour ago, however long it took',
    { beginTime: timeOf(-600), endTime: timeOf(-29.9) },
    false,
  ],
  ['has no end and began two hours ago', { beginTime: timeOf(-90), endTime: undefined }, true],
  ['has no end and began a moment later', { beginTime: timeOf(-89.9), endTime: undefined }, false],
  [
    'ended before it began, and began a moment later',
    { beginTime: timeOf(-89.9), endTime: timeOf(-1_440) },
    false,
  ],
  ['failed a moment less than an hour ago', { status: 'FAILED', endTime: timeOf(-29.9) }, false],
] as const)('one that %s: may go: %j', (_, changes, mayGo) => {
  const record = toRecord({ ...own, beginTime: timeOf(-120), ...changes }, 1);
  const { old, young } = chooseBoth({
    records: [record],
    keepLast: 1,
    minAgeMs: HOUR_MS,
    stay: [],
  });
  expect({ old, young }).toEqual(
    mayGo ? { old: [record], young: [] } : { old: [], young: [record] },
  );
});

test('one that began after the step did stays, even if its times say that it ended long ago', () => {
  const record = toRecord({ ...own, beginTime: timeOf(-4), endTime: timeOf(-4) }, 1);
  const drawn = { records: [record], keepLast: 1, minAgeMs: 0, stay: [] };
  expect(chooseBoth(drawn)).toEqual({ old: [], young: [record] });
});
