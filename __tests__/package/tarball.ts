import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import type { Installed } from './install-project.ts';

const manifestSchema = v.object({
  exports: v.record(v.string(), v.string()),
  bin: v.record(v.string(), v.string()),
  dependencies: v.record(v.string(), v.string()),
});

/** What `npm pack` puts into the package. */
export function testTarball(findInstalled: () => Installed): void {
  const folder = mkdtempSync(join(tmpdir(), 'tarball-'));
  const unpacked = join(folder, 'package');
  let files: Installed['files'] = [];

  beforeAll(() => {
    const { tarball } = findInstalled();
    files = findInstalled().files;
    execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = (path: string) => readFileSync(join(unpacked, path), 'utf8');
  const readManifest = () => v.parse(manifestSchema, JSON.parse(read('package.json')));

  /** The packages that a script or a declaration names, Node's own left out. */
  function listPackages(path: string): readonly string[] {
    const names = [
      ...read(path).matchAll(
        /\b(?:from|import)\s*\(?\s*["']([^."'][^"']*)["']|\brequire\(["']([^."'][^"']*)["']\)/g,
      ),
    ].map(([, imported, required]) => imported ?? required ?? '');
    return names
      .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  }

  test('the package has the library, the simulator, their declarations and the licences, and nothing else', () => {
    const others = files.filter((path) => !/^lib\/simulator\/([\w-]+\/)?[\w-]+\.js$/.test(path));
    expect([...others].sort()).toEqual([
      'LICENSE',
      'README.md',
      'lib/cloud-db-backup.mjs',
      'lib/command-licenses.txt',
      'lib/index.d.ts',
      'lib/index.js',
      'lib/licenses.txt',
      'lib/node-version.js',
      'lib/simulator/index.d.ts',
      'package.json',
    ]);
  });

  test('no line of a script is so long that an uncaught error would bury its message', () => {
    for (const path of files.filter((name) => name.endsWith('.js'))) {
      const longest = Math.max(
        ...read(path)
          .split('\n')
          .map(({ length }) => length),
      );
      expect([path, longest < 2_000]).toEqual([path, true]);
    }
  });

  test('what package.json points to is in the package, with declarations beside each entry', () => {
    const { exports, bin } = readManifest();
    const { './package.json': ownPath, ...modules } = exports;
    expect(ownPath).toBe('./package.json');
    const entries = Object.values(modules).map((path) => path.replace('./', ''));
    const declarations = entries.map((path) => path.replace(/\.js$/, '.d.ts'));
    expect(entries).toHaveLength(2);
    expect(files).toEqual(expect.arrayContaining([...entries, ...declarations]));
    for (const path of Object.values(bin)) {
      expect(files).toContain(path);
      expect(read(path)).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });

  test('each package that its files import is a dependency, and each dependency is imported', () => {
    const scripts = files.filter((path) => /\.(js|d\.ts)$/.test(path));
    const imported = new Set(scripts.flatMap(listPackages));
    expect([...imported].sort()).toEqual(Object.keys(readManifest().dependencies).sort());
  });

  test('each file that its files import is in the package', () => {
    const missing = files
      .filter((path) => /\.(js|d\.ts)$/.test(path))
      .flatMap((path) => {
        const names = [
          ...read(path).matchAll(/\bfrom\s*["'](\.[^"']*)["']|import\(["'](\.[^"']*)["']\)/g),
        ];
        return names
          .map(([, from, inline]) => join(unpacked, path, '..', from ?? inline ?? ''))
          .filter((target) => !existsSync(target));
      });
    expect(missing).toEqual([]);
  });
}
