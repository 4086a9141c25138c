import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findNameProblem } from '../../../src/backup/order.ts';
import {
  buildDefaultName,
  buildRetryName,
  buildSharedName,
  createMarkerTest,
  createRunNameTest,
  markerOf,
} from '../../../src/task/backup-name.ts';
import type { RunContext } from '../../../src/task/origin.ts';
import { oddText, RUNS } from '../../fuzz/odd-values.ts';
import { checkRows } from '../../support/table.ts';
import { dice, moment, target, usualRun, workflow } from './run-contexts.ts';

test('a workflow knows each of its default names again, whichever run, step and dice made it', () => {
  fc.assert(
    fc.property(workflow, moment, moment, target, dice, (where, then, now, what, random) => {
      const name = buildDefaultName({ ...where, ...then }, what, random);
      expect(findNameProblem(name)).toBeUndefined();
      expect([name, createMarkerTest({ ...where, ...now })(name)]).toEqual([name, true]);
    }),
    RUNS,
  );
});

test('it knows the names of its retries too, and each count of failed ones has its own', () => {
  fc.assert(
    fc.property(
      workflow,
      moment,
      moment,
      target,
      fc.nat(0xfffe),
      (where, then, now, what, failed) => {
        const run = { ...where, ...then };
        const name = buildRetryName(run, what, failed);
        expect(findNameProblem(name)).toBeUndefined();
        expect([name, createMarkerTest({ ...where, ...now })(name)]).toEqual([name, true]);
        expect(buildRetryName(run, what, failed)).toBe(name);
        expect(buildRetryName(run, what, failed + 1)).not.toBe(name);
        expect(buildDefaultName(run, what, undefined)).not.toBe(name);
      },
    ),
    RUNS,
  );
});

test('no default name of another repository or workflow is taken for its own', () => {
  fc.assert(
    fc.property(workflow, workflow, moment, target, dice, (mine, theirs, then, what, random) => {
      const own: RunContext = { ...usualRun, ...mine };
      const other: RunContext = { ...usualRun, ...theirs, ...then };
      // Eight hex digits tell them apart; where those are the same, the repository's name may too.
      fc.pre(markerOf(own) !== markerOf(other));
      const name = buildDefaultName(other, what, random);
      expect([name, createMarkerTest(own)(name)]).toEqual([name, false]);
    }),
    RUNS,
  );
});

test.each<[string, Partial<RunContext>]>([
  ['repository’s id', { repositoryId: '987654321' }],
  ['workflow', { workflowPath: '.github/workflows/nightly.yml' }],
  ['repository’s name', { repository: 'octo-org/store' }],
])('another %s makes names that are not ours', (_, changes) => {
  const what = { service: 'rds', instanceId: 'i-1' };
  const name = buildDefaultName({ ...usualRun, ...changes }, what, () => 0.5);
  expect(createMarkerTest(usualRun)(name)).toBe(false);
  expect(createMarkerTest({ ...usualRun, ...changes })(name)).toBe(true);
});

const anyTail = fc.oneof(oddText, fc.constantFrom('x', '_', '1', 'x_0123abcd', '12_0123abcd'));

test('no name that is longer, shorter or otherwise different is taken for a default one', () => {
  const isOurs = createMarkerTest(usualRun);
  const name = buildDefaultName(usualRun, { service: 'rds', instanceId: 'i-1' }, () => 0.5);
  expect(isOurs(name)).toBe(true);
  fc.assert(
    fc.property(fc.nat(name.length), fc.nat(3), anyTail, (at, cut, text) => {
      const changed = name.slice(0, at) + text + name.slice(at + cut);
      const [marker, run, attempt, where, digits, ...more] = changed.split('-').slice(2);
      const isLike =
        changed.startsWith('gh-shop-') &&
        marker === markerOf(usualRun) &&
        (digits === undefined
          ? where === undefined && /^[0-9a-f]{8}$/.test(attempt ?? '')
          : /^\d{1,16}-[0-9a-f]{8}-[0-9a-f]{4}$/.test([attempt, where, digits].join('-'))) &&
        /^(?:\d{1,16}|\w{1,7}_[0-9a-f]{8})$/.test(run ?? '') &&
        more.length === 0 &&
        changed.length <= 64;
      expect([changed, isOurs(changed)]).toEqual([changed, isLike]);
    }),
    { numRuns: 2_000 },
  );
});

const what = { service: 'rds', instanceId: 'd8e6ca5a624745bcb546a227aa3ae1cfin01' };

test('a run knows its own names for a target, in every attempt and form', () => {
  fc.assert(
    fc.property(workflow, moment, fc.nat(99), target, dice, (where, then, attempt, one, random) => {
      const run = { ...where, ...then };
      fc.pre(run.runId !== '');
      const isOfRun = createRunNameTest({ ...run, runAttempt: attempt }, one);
      for (const name of [buildDefaultName(run, one, random), buildRetryName(run, one, 3)]) {
        expect([name, isOfRun(name)]).toEqual([name, true]);
      }
    }),
    RUNS,
  );
});

test('a name of another run, in any part, is none of this run', () =>
  checkRows<[string, Partial<RunContext>]>(
    [
      ['run', { runId: '12345678902' }],
      ['run, whose id begins with this one’s', { runId: '123456789011' }],
      ['run of no number', { runId: 'nightly/7' }],
      ['workflow', { workflowPath: '.github/workflows/nightly.yml' }],
      ['repository', { repositoryId: '987654321' }],
      ['job', { job: 'other' }],
      ['step', { step: 'other' }],
    ],
    (_, changes) => {
      const isOfRun = createRunNameTest(usualRun, what);
      const other = { ...usualRun, ...changes };
      for (const random of [undefined, () => 0.5]) {
        expect(isOfRun(buildDefaultName(other, what, random))).toBe(false);
        expect(createRunNameTest(other, what)(buildDefaultName(other, what, random))).toBe(true);
      }
      expect(isOfRun(buildRetryName(other, what, 1))).toBe(false);
    },
  ));

test('nor is one of another target, a longer or a shorter one', () => {
  const isOfRun = createRunNameTest(usualRun, what);
  const plain = buildDefaultName(usualRun, what, undefined);
  expect(isOfRun(buildDefaultName(usualRun, { ...what, service: 'rds-v1' }, undefined))).toBe(
    false,
  );
  expect(isOfRun(buildDefaultName(usualRun, { ...what, instanceId: 'i-2' }, undefined))).toBe(
    false,
  );
  expect([plain, `x${plain}`, `${plain}0`, plain.slice(1), `${plain}-0001`].map(isOfRun)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('where no run is told, no name is one of this run', () => {
  const run = { ...usualRun, runId: '' };
  expect(createRunNameTest(run, what)(buildDefaultName(run, what, undefined))).toBe(false);
});

test('ids of runs that are no numbers are told apart, however alike they look in a name', () => {
  const ids = ['nightly/7', 'nightly-7', 'nightly 7', 'nightly_7', 'nightly/70', '9'.repeat(17)];
  const names = ids.map((runId) => buildDefaultName({ ...usualRun, runId }, what, undefined));
  expect(new Set(names).size).toBe(ids.length);
  expect(names.filter(createMarkerTest(usualRun))).toEqual(names);
  expect(names[0]).toMatch(/^gh-shop-[0-9a-f]{8}-nightly_[0-9a-f]{8}-[0-9a-f]{8}$/);
});

const givenName = fc
  .tuple(fc.constantFrom('a', 'Z'), fc.stringMatching(/^[A-Za-z0-9_-]{3,63}$/))
  .map(([first, rest]) => first + rest);

test('a given name for several instances stays valid, begins as given, and ends with their hashes', () => {
  fc.assert(
    fc.property(givenName, oddText, (name, instanceId) => {
      const shared = buildSharedName(name, instanceId);
      expect(findNameProblem(shared)).toBeUndefined();
      expect(shared).toMatch(/-[0-9a-f]{8}$/);
      const kept = shared.slice(0, -9);
      expect(name.startsWith(kept)).toBe(true);
      expect(kept).toHaveLength(Math.min(name.length, 55));
    }),
    RUNS,
  );
});

test('a name that had to be cut is told apart from others that begin alike', () => {
  const begin = 'a'.repeat(55);
  const names = ['', '-before', '-after', '-before-x'].map((end) => `${begin}${end}`);
  const shared = names.map((name) => buildSharedName(name, 'i-1'));
  expect(new Set(shared).size).toBe(names.length);
  expect(shared.map((name) => name.length)).toEqual([64, 64, 64, 64]);
});

test('a name that was not cut has its instance’s hash at the end, whatever the name', () => {
  const ends = ['before', 'after', 'a'.repeat(55)].map((name) => buildSharedName(name, 'i-1'));
  const hash = createHash('sha256').update('i-1').digest('hex').slice(0, 8);
  expect(ends.map((name) => name.slice(-9))).toEqual([`-${hash}`, `-${hash}`, `-${hash}`]);
});

test('thousands of instances get as many names, and each always the same one', () => {
  const ids = Array.from({ length: 2_000 }, (_, at) => `${at.toString(16).padStart(32, '0')}in01`);
  const names = ids.map((id) => buildSharedName('x'.repeat(64), id));
  expect(new Set(names).size).toBe(ids.length);
  expect(ids.map((id) => buildSharedName('x'.repeat(64), id))).toEqual(names);
});

test('no given name is ever taken for a default one', () => {
  const isOurs = createMarkerTest(usualRun);
  fc.assert(
    fc.property(givenName, oddText, (name, instanceId) => {
      expect(isOurs(buildSharedName(name, instanceId))).toBe(false);
    }),
    RUNS,
  );
});
