import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Installed, installProject } from './install-project.ts';
import { testInstalled } from './installed.ts';
import { testLinted } from './linted.ts';
import { testTarball } from './tarball.ts';
import { testTypes } from './type-check.ts';

// Packing and installing take longer than all that is asked of the package: it is done once.

const folder = mkdtempSync(join(tmpdir(), 'package-'));
let installed: Installed;

beforeAll(async () => {
  installed = await installProject(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('packed', () => testTarball(() => installed));
describe('installed', () => testInstalled(() => installed));
describe('linted', () => testLinted(() => installed));
describe('type-checked', () => testTypes(() => installed));
