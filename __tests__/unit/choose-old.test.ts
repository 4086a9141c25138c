import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseOld } from '../../src/backup/retention/choose-old.ts';
import type { BackupRecord } from '../../src/services/service.ts';

const HERE = 'in-1';
const OWN = 'own';
const NOON_MS = Date.UTC(2026, 10, 21, 12);
const isOurs = (name: string) => name.startsWith('gh-');

const timeOf = (minutes: number) => new Date(NOON_MS + minutes * 60_000).toISOString();

/** Few different times, so that many backups begin in the same minute. */
const beginTime = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -12, max: 3 }).map(timeOf) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, '', 'yesterday', '0000-00-00T00:00:00Z') },
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
});

type Drawn = Pick<BackupRecord, 'name' | 'instanceId' | 'status' | 'type' | 'beginTime'>;

const toRecord = (drawn: Drawn, at: number): BackupRecord => ({
  ...drawn,
  id: `b-${at}`,
  statusWord: drawn.status,
  endTime: undefined,
  sizeMb: undefined,
  description: undefined,
});

const own: Drawn = {
  name: 'gh-a',
  instanceId: HERE,
  status: 'COMPLETED',
  type: 'manual',
  beginTime: timeOf(0),
};

interface Mixture {
  readonly records: readonly BackupRecord[];
  readonly keepLast: number;
}

/** Lists of backups; in half of them the own one is not listed yet. */
const mixture: fc.Arbitrary<Mixture> = fc
  .record({
    drawn: fc.array(record, { maxLength: 16 }),
    keepLast: fc.integer({ min: 1, max: 5 }),
    ownAt: fc.option(fc.nat(16), { nil: undefined }),
  })
  .map(({ drawn, keepLast, ownAt }) => {
    const others = drawn.map(toRecord);
    if (ownAt === undefined) return { records: others, keepLast };
    return { records: others.toSpliced(ownAt, 0, { ...toRecord(own, 0), id: OWN }), keepLast };
  });

const choose = ({ records, keepLast }: Mixture) =>
  chooseOld(records, {
    keepLast,
    isOurs,
    recordsInstanceId: HERE,
    own: { id: OWN, beganAtMs: NOON_MS },
  }).map(({ id }) => id);

const numRuns = process.env['CI'] === undefined ? 2_000 : 20_000;
const forEveryMixture = (check: (drawn: Mixture) => void) =>
  fc.assert(fc.property(mixture, check), { numRuns });

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

/** The rule once more, told of a single backup and by counting. */
function mayGo(record: BackupRecord, { records, keepLast }: Mixture): boolean {
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
    isOfTheRule(record) &&
    ['COMPLETED', 'FAILED'].includes(record.status) &&
    timeMs(record) < ownMs &&
    isOver
  );
}

test('whatever is listed: just those go that have enough newer completed ones', () => {
  forEveryMixture((drawn) => {
    const expected = drawn.records.filter((one) => mayGo(one, drawn)).map(({ id }) => id);
    expect(choose(drawn).toSorted()).toEqual(expected.toSorted());
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
    toRecord({ ...own, beginTime: timeOf(-1_440 * day) }, day),
  );
  const [today, ...older] = days;
  const records = [{ ...(today ?? toRecord(own, 0)), id: OWN }, ...older];
  expect(choose({ records, keepLast: 2 })).toEqual(['b-2', 'b-3', 'b-4', 'b-5', 'b-6']);
});
