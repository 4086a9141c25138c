import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { findNameProblem } from '../../../src/backup/order.ts';
import { buildDefaultName, createMarkerTest, markerOf } from '../../../src/task/backup-name.ts';
import { checkRows } from '../../support/table.ts';
import { oddRuns, usualRun } from './run-contexts.ts';

const target = { service: 'rds', instanceId: 'd8e6ca5a624745bcb546a227aa3ae1cfin01' };
const build = (changes: Partial<typeof usualRun> = {}, other = target, die = 0.5) =>
  buildDefaultName({ ...usualRun, ...changes }, other, () => die);
const part = (name: string, index: number) => name.split('-').at(index);

test('a usual run’s name has every part in its place', () => {
  expect(build()).toMatch(/^gh-shop-[0-9a-f]{8}-12345678901-1-[0-9a-f]{8}-8000$/);
});

test('the marker is of the repository’s id and the workflow’s path, and of nothing else', () => {
  const hash = createHash('sha256').update('123456789\n.github/workflows/deploy.yml').digest('hex');
  expect(markerOf(usualRun)).toBe(hash.slice(0, 8));
  const same = {
    repository: 'x/y',
    runId: '1',
    runAttempt: 9,
    job: 'j',
    step: 's',
    sha: '',
    actor: '',
  };
  expect(markerOf({ ...usualRun, ...same })).toBe(markerOf(usualRun));
  expect(markerOf({ ...usualRun, repositoryId: '1' })).not.toBe(markerOf(usualRun));
  expect(markerOf({ ...usualRun, workflowPath: 'x' })).not.toBe(markerOf(usualRun));
});

test('job, step, service and instance tell the steps of a run apart', () => {
  const names = [
    build(),
    build({ job: 'other' }),
    build({ step: 'other' }),
    build({}, { ...target, service: 'taurusdb' }),
    build({}, { ...target, instanceId: 'e8e6ca5a624745bcb546a227aa3ae1cfin01' }),
  ];
  expect(new Set(names.map((name) => part(name, -2))).size).toBe(names.length);
  expect(part(build(), -2)).toBe(part(build({}, target, 0.1), -2));
});

test.each([
  [0, '0000'],
  [0.5, '8000'],
  [1 - 2 ** -32, 'ffff'],
])('dice of %d are %s', (die, hex) => {
  expect(part(build({}, target, die), -1)).toBe(hex);
});

test('each repository stands in the name by its clean letters', () =>
  checkRows(
    [
      ['octo-org/shop', 'shop'],
      ['octo/my.service name', 'my-service-name'],
      ['octo/.github', 'github'],
      ['octo/a-very-long-repository-name', 'a-very-long-repo'],
      ['octo/备份', 'local'],
      ['', 'local'],
    ],
    (repository, clean) => {
      expect(build({ repository })).toMatch(new RegExp(`^gh-${clean}-[0-9a-f]{8}-`));
    },
  ));

test('whatever the run, the name is valid', () => {
  expect(oddRuns.length).toBeGreaterThan(400);
  for (const run of oddRuns) {
    for (const die of [0, 0.5, 1 - 2 ** -32]) {
      const name = buildDefaultName(run, { service: run.job, instanceId: run.job }, () => die);
      expect([name, findNameProblem(name)]).toEqual([name, undefined]);
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_-]{3,63}$/);
    }
  }
});

test('where no run is told, a name does not come up again though its four random digits do', () => {
  const build = (run: number) => {
    const dice = [0.5, run / 2 ** 32];
    return buildDefaultName({ ...usualRun, runId: '' }, target, () => dice.shift() ?? 0);
  };
  const names = Array.from({ length: 500 }, (_, run) => build(run));
  expect(new Set(names).size).toBe(500);
  for (const name of names) expect(createMarkerTest(usualRun)(name)).toBe(true);
});
