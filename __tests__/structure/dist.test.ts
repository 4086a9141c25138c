import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildDist, buildFromSources } from '../../scripts/build-dist.ts';
import { root } from '../support/repository.ts';

const read = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

const cache = join('node_modules', '.cache');

test('dist/ is what the sources build, to the byte, in a clone that has nothing else', () => {
  // Below the project's own folder: the names of chunks follow from the paths of what is bundled.
  const check = join(cache, 'dist-check');
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  buildFromSources(root, check);
  const built = read(join(root, check));
  const committed = read(join(root, 'dist'));
  expect(Object.keys(committed)).toEqual(Object.keys(built));
  const differing = Object.keys(built).filter((name) => built[name] !== committed[name]);
  expect(differing).toEqual([]);
});

test('a build that fails leaves the bundle that was there', () => {
  const kept = join(root, cache, 'dist-kept');
  rmSync(kept, { recursive: true, force: true });
  cpSync(join(root, 'dist'), kept, { recursive: true });
  const before = read(kept);
  const nothing = { libDir: join(cache, 'no-such-lib'), name: 'failing' };
  expect(() => buildDist(root, join(cache, 'dist-kept'), nothing)).toThrow('no-such-lib');
  expect(read(kept)).toEqual(before);
});

test('each bundle holds one copy of undici and no simulator', () => {
  for (const [name, text] of Object.entries(read(join(root, 'dist')))) {
    const copies = text.match(/class UndiciError\b/g)?.length ?? 0;
    expect([name, copies > 1, text.includes('SIMULATEDACCESSKEY')]).toEqual([name, false, false]);
  }
});

test('the backup’s script holds nothing that a restore alone needs, and the restore’s has it', () => {
  const { 'main.js': backup = '', 'restore/main.js': restore = '' } = read(join(root, 'dist'));
  const words = [
    'UncertainRestoreError',
    'x-client-token',
    'rds:instance:create',
    'login_password',
  ];
  expect(words.filter((word) => backup.includes(word))).toEqual([]);
  expect(words.filter((word) => !restore.includes(word))).toEqual([]);
});

test('a step reads one script, all ASCII, without the clients that it does not need', () => {
  const { 'main.js': main = '', ...others } = read(join(root, 'dist'));
  // V8 keeps it by one byte a character.
  expect(Buffer.byteLength(main)).toBe(main.length);
  const found = ['GITHUB_EVENT_PATH', 'HttpClientError', 'octokit'].filter((name) =>
    main.includes(name),
  );
  expect(found).toEqual(['GITHUB_EVENT_PATH']);
  expect(Object.values(others).some((text) => text.includes('HttpClientError'))).toBe(true);
});

test('no expression of the bundle has V8 build classes of Unicode’s while it reads it', () => {
  const { 'main.js': main = '' } = read(join(root, 'dist'));
  // In a text the backslash is written twice.
  expect(main.match(/.{0,40}(?<!\\)\\p\{.{0,40}/g)).toBeNull();
  expect(main.includes('\\\\p{')).toBe(true);
});

test('the licences are those of every package in the bundle, and of what these took from others', () => {
  const text = `\n${readFileSync(join(root, 'dist', 'licenses.txt'), 'utf8')}`;
  for (const name of ['undici 8', 'valibot 1', '@actions/core 3', 'tunnel 0']) {
    expect(text).toContain(`\n${name}`);
  }
  // undici's parser of answers, which others have written.
  expect(text).toContain('Fedor Indutny');
});
