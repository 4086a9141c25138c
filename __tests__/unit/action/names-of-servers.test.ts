import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildDefaultName,
  createEarlierTest,
  createMarkerTest,
  createRunNameTest,
  markerOf,
} from '../../../src/task/backup-name.ts';
import { RUNS } from '../../fuzz/odd-values.ts';
import { byIds, dice, moment, target, usualRun } from './run-contexts.ts';

const what = { service: 'rds', instanceId: 'i-1' };
const ghes = { ...usualRun, serverUrl: 'https://github.corp.example' };

test('names made on github.com are known for ever: this one is of the first version', () => {
  expect(markerOf(usualRun)).toBe('8bc0cc55');
  const first = 'gh-shop-8bc0cc55-12345678901-1-5e6f7a8b-9c0d';
  expect(createMarkerTest(usualRun)(first)).toBe(true);
  expect(createEarlierTest(usualRun)(first)).toBe(false);
});

test.each([
  'https://github.corp.example',
  'https://staging.corp.example',
  'https://octocorp.ghe.com',
  'http://github.com',
  '',
])('on the server "%s" no name of github.com or of another server is ours', (serverUrl) => {
  const own = { ...usualRun, serverUrl };
  const others = [usualRun, ghes, { ...usualRun, serverUrl: 'https://git.example:8443' }];
  for (const other of others.filter((one) => one.serverUrl !== serverUrl)) {
    for (const random of [undefined, () => 0.5]) {
      const name = buildDefaultName(other, what, random);
      expect(createMarkerTest(own)(name)).toBe(false);
      expect(createRunNameTest(own, what)(name)).toBe(false);
      expect(createMarkerTest(other)(name)).toBe(true);
    }
  }
});

test('elsewhere a name of an earlier version is known as such, and is none of ours', () => {
  fc.assert(
    fc.property(byIds, moment, moment, target, dice, (where, then, now, one, random) => {
      const own = { ...where, serverUrl: 'https://github.corp.example', ...now };
      const earlier = buildDefaultName(
        { ...own, ...then, serverUrl: 'https://github.com' },
        one,
        random,
      );
      expect([earlier, createEarlierTest(own)(earlier)]).toEqual([earlier, true]);
      expect([earlier, createMarkerTest(own)(earlier)]).toEqual([earlier, false]);
      const name = buildDefaultName({ ...own, ...then }, one, random);
      expect([name, createEarlierTest(own)(name)]).toEqual([name, false]);
    }),
    RUNS,
  );
});

test('where names stand in for ids, the server was always a part', () => {
  const named = { ...ghes, repositoryId: '' };
  const name = buildDefaultName({ ...named, serverUrl: 'https://github.com' }, what, () => 0.5);
  expect(createEarlierTest(named)(name)).toBe(false);
});
