import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { copyUsedUndici } from '../../scripts/bundled-undici.ts';
import { root } from '../support/repository.ts';

const UNDICI = join(root, 'node_modules', 'undici');
let temp: string;

beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'undici-'));
});

afterEach(() => rmSync(temp, { recursive: true, force: true }));

/** A file, and all of the package that it requires, at once or later. */
function listRequired(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const resolve = createRequire(file).resolve;
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/\brequire\('(\.[^']*)'\)/g)) {
    listRequired(resolve(path), found);
  }
  return found;
}

const FILES = `
  lib/api: abort-signal api-connect api-request readable
  lib/core: connect constants diagnostics errors request symbols tree util
  lib/dispatcher: agent client client-h1 dispatcher dispatcher-base env-http-proxy-agent
  lib/dispatcher: fixed-queue pool pool-base proxy-agent
  lib/llhttp: constants llhttp-wasm llhttp_simd-wasm
  lib/util: stats timers
`;

test('of undici’s own files the action reads these, and no others', () => {
  const copy = join(temp, 'undici');
  copyUsedUndici(UNDICI, copy);
  const isOwn = (path: string) =>
    readFileSync(join(copy, path), 'utf8') === readFileSync(join(UNDICI, path), 'utf8');
  const read = [...listRequired(join(copy, 'index.js'))].map((file) => relative(copy, file));
  const named = FILES.trim()
    .split('\n')
    .flatMap((line) => {
      const [folder = '', ...names] = line.trim().split(/:? /);
      return names.map((name) => join(folder, `${name}.js`));
    });
  expect(read.filter(isOwn).sort()).toEqual(named.sort());
});

test('an undici that has moved one of the named files builds no bundle, and is told by one sentence', () => {
  const moved = join(temp, 'moved');
  cpSync(UNDICI, moved, { recursive: true });
  rmSync(join(moved, 'lib', 'dispatcher', 'pool.js'));
  expect(() => copyUsedUndici(moved, join(temp, 'undici'))).toThrow(
    /^undici 8\.\d+\.\d+ has no lib\/dispatcher\/pool\.js: scripts\/bundled-undici\.ts names it$/,
  );
});
