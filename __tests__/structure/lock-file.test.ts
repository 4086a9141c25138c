import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listIncomplete } from '../../scripts/lock.ts';
import { root } from '../support/repository.ts';

const text = readFileSync(join(root, 'package-lock.json'), 'utf8');

test('npm ci works on every platform: the lock file has the packages of all of them', () => {
  expect(listIncomplete(JSON.parse(text))).toEqual([]);
});

test('nothing is installed without its checksum', () => {
  const packages: Readonly<Record<string, { integrity?: string; link?: boolean }>> =
    JSON.parse(text).packages;
  const without = Object.entries(packages).filter(
    ([path, { integrity, link }]) => path.startsWith('node_modules/') && !link && !integrity,
  );
  expect(without.map(([path]) => path)).toEqual([]);
});

test('the lock file names no registry', () => {
  // A folder of the project, as a workspace has, is no address.
  expect(text).not.toMatch(/"resolved": "[^"]*:/);
});
