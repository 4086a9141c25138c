import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildDefaultName,
  createMarkerTest,
  describeMarker,
  markerOf,
} from '../../../src/task/backup-name.ts';
import type { RunContext } from '../../../src/task/origin.ts';
import { RUNS } from '../../fuzz/odd-values.ts';
import { byIds, byNames, dice, moment, target, usualRun } from './run-contexts.ts';

test('a marker is eight hex digits where it is made of ids, and has an n before them where of names', () => {
  fc.assert(
    fc.property(byIds, byNames, (ids, names) => {
      expect(markerOf(ids)).toMatch(/^[0-9a-f]{8}$/);
      expect(markerOf(names)).toMatch(/^n[0-9a-f]{8}$/);
    }),
    RUNS,
  );
});

test('a name made of ids is never taken for one made of names, nor the other way round', () => {
  fc.assert(
    fc.property(
      byIds,
      byNames,
      moment,
      moment,
      target,
      dice,
      (ids, names, then, now, what, random) => {
        for (const [mine, theirs] of [
          [ids, names],
          [names, ids],
          // The same workflow, before and after its runner has learnt to tell the ids.
          [ids, { ...ids, repositoryId: '', serverUrl: 's', repository: 'r' }],
          [{ ...ids, workflowPath: '', serverUrl: 's', repository: 'r', workflow: 'w' }, ids],
        ] as const) {
          const name = buildDefaultName({ ...theirs, ...then }, what, random);
          expect([name, createMarkerTest({ ...mine, ...now })(name)]).toEqual([name, false]);
        }
      },
    ),
    RUNS,
  );
});

test.each<[string, Partial<RunContext>]>([
  ['repository’s id and server', { repositoryId: '', serverUrl: '' }],
  ['repository’s id and name', { repositoryId: '', repository: '' }],
  ['workflow’s file and server', { workflowPath: '', serverUrl: '' }],
  ['workflow’s file and name', { workflowPath: '', workflow: '' }],
])('without the %s nothing can be told to be ours, so nothing is asked', (_, missing) => {
  expect(() => createMarkerTest({ ...usualRun, ...missing })).toThrow(
    /GITHUB_WORKFLOW_REF, or else GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_WORKFLOW/,
  );
});

const named = { ...usualRun, repositoryId: '', workflowPath: '' };

test.each<[string, Partial<RunContext>]>([
  ['server', { serverUrl: 'https://git.example.com' }],
  ['owner', { repository: 'octo-two/shop' }],
  ['workflow', { workflow: 'Nightly' }],
  ['workflow, by a file of that name,', { workflowPath: 'Deploy' }],
])('where names stand in, another %s makes names that are not ours', (_, changes) => {
  const what = { service: 'rds', instanceId: 'i-1' };
  const name = buildDefaultName({ ...named, ...changes }, what, () => 0.5);
  expect(createMarkerTest(named)(name)).toBe(false);
  expect(createMarkerTest({ ...named, ...changes })(name)).toBe(true);
});

test('where a ref tells the workflow’s file, its name may change; where none does, nothing but the names counts', () => {
  const what = { service: 'rds', instanceId: 'i-1' };
  const inFile = { ...usualRun, repositoryId: '' };
  const nameIn = (run: RunContext) => buildDefaultName(run, what, () => 0.5);
  expect(createMarkerTest(inFile)(nameIn({ ...inFile, workflow: 'Nightly' }))).toBe(true);
  expect(createMarkerTest(named)(nameIn({ ...named, repositoryId: '9' }))).toBe(true);
  expect([usualRun, inFile, named].map(describeMarker)).toEqual([
    undefined,
    expect.stringContaining('the workflow’s file: workflows for which'),
    expect.stringContaining('the workflow’s name: workflows for which'),
  ]);
});
