import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listMissing } from '../../scripts/complete-lock-file.ts';
import { root } from './imports.ts';

const text = readFileSync(join(root, 'package-lock.json'), 'utf8');

test('npm ci works on every platform: the lock file has the packages of all of them', () => {
  expect(listMissing(JSON.parse(text))).toEqual([]);
});

test('the lock file names no registry', () => {
  // A folder of the project, as a workspace has, is no address.
  expect(text).not.toMatch(/"resolved": "[^"]*:/);
});
