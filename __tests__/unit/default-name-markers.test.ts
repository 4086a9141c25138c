import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildDefaultName,
  buildSharedName,
  createMarkerTest,
  findMarker,
} from '../../src/action/default-name.ts';
import type { RunContext } from '../../src/action/run-context.ts';
import { findNameProblem } from '../../src/backup/backup-order.ts';
import { oddText, RUNS } from '../fuzz/odd-values.ts';
import { usualRun } from './run-contexts.ts';

const count = fc.maxSafeInteger().map(Math.abs);
const die = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const dice = fc.option(
  die.map((value) => () => value),
  { nil: undefined },
);
const repository = fc.oneof(
  oddText,
  fc.constantFrom('octo/shop', 'octo/shop-2', 'octo/gh-shop', 'octo/1-2-3', 'o/a-very-long-name-x'),
);

const isTold = (text: string) => text !== '';

/** Everything that stays the same for every run of one workflow. */
const workflow = fc.record({
  repository,
  repositoryId: fc.oneof(oddText.filter(isTold), count.map(String)),
  workflowPath: fc.oneof(oddText.filter(isTold), fc.constant('.github/workflows/deploy.yml')),
});

/** And what differs from run to run. */
const moment = fc.record({
  runId: count,
  runAttempt: count,
  job: oddText,
  step: oddText,
  sha: oddText,
  actor: oddText,
});

const target = fc.record({ service: oddText, instanceId: oddText });

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

test('no default name of another repository or workflow is taken for its own', () => {
  fc.assert(
    fc.property(workflow, workflow, moment, target, dice, (mine, theirs, then, what, random) => {
      const own: RunContext = { ...usualRun, ...mine };
      const other: RunContext = { ...usualRun, ...theirs, ...then };
      // Eight hex digits tell them apart; where those are the same, the repository's name may too.
      fc.pre(findMarker(own) !== findMarker(other));
      const name = buildDefaultName(other, what, random);
      expect([name, createMarkerTest(own)(name)]).toEqual([name, false]);
    }),
    RUNS,
  );
});

test.each(['repositoryId', 'workflowPath'])(
  'without a %s nothing can be told to be ours, so nothing is asked',
  (name) => {
    expect(() => createMarkerTest({ ...usualRun, [name]: '' })).toThrow('GITHUB_WORKFLOW_REF');
  },
);

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

test('no name that is longer, shorter or otherwise different is taken for a default one', () => {
  const isOurs = createMarkerTest(usualRun);
  const name = buildDefaultName(usualRun, { service: 'rds', instanceId: 'i-1' }, () => 0.5);
  expect(isOurs(name)).toBe(true);
  fc.assert(
    fc.property(fc.nat(name.length), fc.nat(3), oddText, (at, cut, text) => {
      const changed = name.slice(0, at) + text + name.slice(at + cut);
      const [marker, run, attempt, where, digits, ...more] = changed.split('-').slice(2);
      const isLike =
        changed.startsWith('gh-shop-') &&
        marker === findMarker(usualRun) &&
        (digits === undefined
          ? /^\d+$/.test(run ?? '') && /^[0-9a-f]{8}$/.test(attempt ?? '') && where === undefined
          : /^\d+-\d+-[0-9a-f]{8}-[0-9a-f]{4}$/.test([run, attempt, where, digits].join('-'))) &&
        more.length === 0 &&
        changed.length <= 64;
      expect([changed, isOurs(changed)]).toEqual([changed, isLike]);
    }),
    { numRuns: 2_000 },
  );
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
